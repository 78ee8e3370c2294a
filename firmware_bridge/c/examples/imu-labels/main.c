/* A body-worn device that labels by itself: samples through the model on the device, labels and events over the wire.
 *
 * Every frame gives a LABEL. An EVENT says that another class has lasted for half a second, once the model has seen its
 * whole receptive field. The samples go out too where SEND_SAMPLES is 1: then the host can label them again. */
#include RTSTGCN_HEADER

#include <math.h>

#include "board.h"
#include "rtstgcn_wire.h"

#ifndef SEND_SAMPLES
#define SEND_SAMPLES 0
#endif

#if RTSTGCN_CHANNELS != 6
#error "this example feeds acc x y z and gyro x y z of every node"
#endif

#define EVENT_FRAMES ((uint32_t)(RTSTGCN_RATE_HZ / 2))

static uint64_t memory[(RTSTGCN_STATE_BYTES + 7) / 8] __attribute__((aligned(RTSTGCN_STATE_ALIGNMENT)));
static float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS], logits[RTSTGCN_CLASSES];
static int16_t values[6 * RTSTGCN_JOINTS];
static rtstgcn_device device;

static uint32_t clock_us(void *context, uint8_t node)
{
    (void)context;
    (void)node;
    return board_micros();
}

/* Counts to m/s^2 and rad/s, node by node to channel by channel; in double, as the host does it. */
static void to_frame(void)
{
    const double acc = ACC_RANGE_G * 9.80665 / 32768;
    const double gyro = GYRO_RANGE_DEG_S * 0.017453292519943295 / 32768;
    for (int joint = 0; joint < RTSTGCN_JOINTS; joint++) {
        for (int channel = 0; channel < 6; channel++) {
            const double scale = channel < 3 ? acc : gyro;
            frame[channel * RTSTGCN_JOINTS + joint] = (float)(values[joint * 6 + channel] * scale);
        }
    }
}

static uint8_t best_class(void)
{
    int best = 0;
    for (int k = 1; k < RTSTGCN_CLASSES; k++) {
        best = logits[k] > logits[best] ? k : best;
    }
    return (uint8_t)best;
}

/* The probability of a class, 255 for 1: softmax. */
static uint8_t confidence(uint8_t label)
{
    float sum = 0;
    for (int k = 0; k < RTSTGCN_CLASSES; k++) {
        sum += expf(logits[k] - logits[label]);
    }
    return (uint8_t)(255 / sum + 0.5f);
}

static void tell(uint32_t number, rtstgcn_label *label)
{
    static uint8_t last = 255, told = 255;
    static uint32_t lasted;

    label->kind = RTSTGCN_LABEL;
    rtstgcn_send_label(&device, label);
    lasted = label->label == last ? lasted + 1 : 1;
    last = label->label;
    if (number + 1 >= RTSTGCN_RECEPTIVE_FIELD && lasted >= EVENT_FRAMES && last != told) {
        label->kind = RTSTGCN_EVENT;
        rtstgcn_send_label(&device, label);
        told = last;
    }
}

static void greet(void)
{
    rtstgcn_init(&device, board_write, clock_us, NULL);
    device.firmware = "imu-labels 1";
    device.model = MODEL_NAME;
    device.boot = board_boot();
    device.nodes = RTSTGCN_JOINTS;
    device.node_names = board_nodes;
    device.rate_millihertz = (uint32_t)(RTSTGCN_RATE_HZ * 1000 + 0.5);
    device.acc_range = ACC_RANGE_G;
    device.gyro_range = GYRO_RANGE_DEG_S;
    device.classes = RTSTGCN_CLASSES;
    device.class_name = rtstgcn_class_name;
    rtstgcn_send_hello(&device);
}

static void label_frame(rtstgcn_state *state, uint32_t time)
{
    static uint32_t number;
    rtstgcn_label label = {0};

    to_frame();
    rtstgcn_infer(state, frame, logits);
    label.time = time;
    label.label = best_class();
    label.confidence = confidence(label.label);
    tell(number++, &label);
    if (SEND_SAMPLES) {
        rtstgcn_send_combined(&device, time, values);
    }
    rtstgcn_advance(state); /* housekeeping, after the label is out */
}

int main(void)
{
    rtstgcn_state *const state = (rtstgcn_state *)memory;
    uint32_t status = board_micros();

    greet();
    rtstgcn_reset(state);
    for (;;) {
        uint8_t bytes[32];
        const size_t count = board_read(bytes, sizeof bytes);
        uint32_t time;
        if (count > 0) {
            rtstgcn_receive(&device, bytes, count);
        }
        const int sampled = board_sample(&time, values);
        if (sampled < 0) {
            return 0;
        }
        if (sampled) {
            label_frame(state, time);
        }
        if (board_micros() - status >= 1000000 &&
            rtstgcn_send_status(&device, RTSTGCN_DEVICE, RTSTGCN_BATTERY_UNKNOWN)) {
            status += 1000000;
        }
        rtstgcn_poll(&device);
    }
}
