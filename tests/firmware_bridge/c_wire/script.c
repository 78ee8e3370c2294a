/* A device that does what a script says (tests/device_scripts.py writes scripts and reads what came of them): as a filter
 * on the host, from script.bin to out.bin on a bare Cortex-M. All numbers little-endian. */
#include "rtstgcn_wire.h"

#include <string.h>

#ifdef __arm__
#include "semihosting.h"
static int script, out;
static size_t take(void *to, size_t size)
{
    return semihosting_read(script, to, size);
}
static void give(const void *from, size_t size)
{
    semihosting_write(out, from, size);
}
#else
#include <stdio.h>
static size_t take(void *to, size_t size)
{
    return fread(to, 1, size, stdin);
}
static void give(const void *from, size_t size)
{
    fwrite(from, 1, size, stdout);
}
#endif

#define ROOM 4
#define UNSURE 2 /* a cue of less confidence is left */

static char texts[2][64], nodes[20][64], classes[20][64], host_classes[ROOM][RTSTGCN_TEXT_BYTES];
static const char *node_names[20];
static uint8_t limits[8];     /* what the next calls of the write callback take; then all of it */
static unsigned limit, limited;
static uint32_t now, node_offset;

static void give8(unsigned value)
{
    const uint8_t byte = (uint8_t)value;
    give(&byte, 1);
}

static void give32(uint32_t value)
{
    for (unsigned k = 0; k < 4; k++) {
        give8(value >> 8 * k & 0xFF);
    }
}

static void returns(unsigned value)
{
    give8('=');
    give8(value);
}

static unsigned take8(void)
{
    uint8_t byte = 0;
    take(&byte, 1);
    return byte;
}

static uint16_t take16(void)
{
    const unsigned low = take8();
    return (uint16_t)(low | take8() << 8);
}

static uint32_t take32(void)
{
    const uint32_t low = take16();
    return low | (uint32_t)take16() << 16;
}

static float take_float(void)
{
    const uint32_t bits = take32();
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void take_text(char *text)
{
    const unsigned size = take8();
    take(text, size);
    text[size] = 0;
}

static int write_some(void *context, const uint8_t *data, size_t size)
{
    size_t took = size;
    if (limit < limited) {
        took = limits[limit] < size ? limits[limit] : size;
        limit++;
    }
    (void)context;
    give8('W');
    give8((unsigned)took);
    give(data, took);
    return (int)took;
}

static uint32_t clock_of(void *context, uint8_t node)
{
    (void)context;
    now += 3; /* every look at the clock takes time */
    return node == RTSTGCN_DEVICE ? now : now + (node + 1u) * node_offset;
}

static void on_label(void *context, const rtstgcn_label *label)
{
    give8('L');
    give8(label->kind);
    give32(label->number);
    give8(label->label);
    give8(label->confidence);
    give8(label->skeleton);
    give32(label->time);
    give8((unsigned)strlen(label->name));
    give(label->name, strlen(label->name));
    now += 1000;
    if (label->confidence < UNSURE) {
        rtstgcn_leave_cue((rtstgcn_device *)context);
    }
}

static const char *class_name(int label)
{
    return classes[label];
}

static void settings(rtstgcn_device *device)
{
    rtstgcn_init(device, write_some, clock_of, device);
    memset(host_classes, 0, sizeof host_classes);
    device->on_label = take8() ? on_label : NULL;
    device->host_classes = take8() ? host_classes : NULL;
    device->host_classes_room = ROOM;
    device->flags = (uint8_t)take8();
    device->nodes = (uint8_t)take8();
    device->channels = (uint8_t)take8();
    device->boot = take16();
    device->rate_millihertz = take32();
    device->acc_unit = (uint8_t)take8();
    device->acc_range = take_float();
    device->gyro_unit = (uint8_t)take8();
    device->gyro_range = take_float();
    take(device->serial, sizeof device->serial);
    take_text(texts[0]);
    take_text(texts[1]);
    device->firmware = texts[0];
    device->model = texts[1][0] ? texts[1] : NULL;
    device->node_names = take8() ? node_names : NULL;
    for (unsigned k = 0; device->node_names != NULL && k < device->nodes; k++) {
        take_text(nodes[k]);
        node_names[k] = nodes[k];
    }
    device->classes = (uint8_t)take8();
    device->class_name = device->classes ? class_name : NULL;
    for (unsigned k = 0; k < device->classes; k++) {
        take_text(classes[k]);
    }
}

static void counters(const rtstgcn_device *device)
{
    give8('N');
    give32(device->received);
    give32(device->corrupt);
    give32(device->malformed);
    give32(device->unknown);
    give32(device->unsent);
}

static void play(rtstgcn_device *device)
{
    uint8_t operation, bytes[255];
    int16_t values[6 * 20];
    rtstgcn_label label;
    while (take(&operation, 1) == 1) {
        uint8_t first = 0;
        size_t count = 0;
        uint32_t time = 0;
        switch (operation) {
        case 'I':
            settings(device);
            break;
        case 'K':
            now = take32();
            node_offset = take32();
            break;
        case 'W':
            limited = take8();
            limit = 0;
            take(limits, limited);
            break;
        case 'H':
            rtstgcn_send_hello(device);
            break;
        case 'P':
            rtstgcn_poll(device);
            break;
        case 'S':
        case 'C':
            first = operation == 'S' ? (uint8_t)take8() : 0;
            time = take32();
            count = operation == 'S' ? 6 : 6u * device->nodes;
            for (size_t k = 0; k < count; k++) {
                values[k] = (int16_t)take16();
            }
            returns((unsigned)(operation == 'S' ? rtstgcn_send_sample(device, first, time, values)
                                                : rtstgcn_send_combined(device, time, values)));
            break;
        case 'T':
            first = (uint8_t)take8();
            returns((unsigned)rtstgcn_send_status(device, first, (uint8_t)take8()));
            break;
        case 'E':
            first = (uint8_t)take8();
            take_text((char *)bytes);
            returns((unsigned)rtstgcn_send_error(device, first, (const char *)bytes));
            break;
        case 'L':
            label.kind = (uint8_t)take8();
            label.label = (uint8_t)take8();
            label.confidence = (uint8_t)take8();
            label.skeleton = (uint8_t)take8();
            label.time = take32();
            returns((unsigned)rtstgcn_send_label(device, &label));
            break;
        case 'R':
            count = take8();
            take(bytes, count);
            returns((unsigned)rtstgcn_receive(device, bytes, count));
            break;
        default:
            return;
        }
    }
    counters(device);
}

int main(void)
{
    static rtstgcn_device device;
#ifdef __arm__
    script = semihosting_open("script.bin", "rb");
    out = semihosting_open("out.bin", "wb");
#endif
    play(&device);
    return 0;
}
