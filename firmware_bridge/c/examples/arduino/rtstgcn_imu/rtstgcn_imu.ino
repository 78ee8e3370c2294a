/* Body-worn IMUs on an Arduino: their samples go to the host over Serial, the host's cues come back.
 *
 * Copy rtstgcn_wire.h and rtstgcn_wire.c into this folder and say in NAMES what is worn where. One sensor goes to SDA
 * and SCL; several go behind a TCA9548A, in the order of NAMES. imu.h knows the MPU-6050 and the LSM6DS3 family. Six
 * sensors need BAUD 500000 (and ?baud=500000 on the host), unless the board has a USB port of its own. */
#include "rtstgcn_wire.h"

#include "imu.h"

#ifndef LED_BUILTIN
#define LED_BUILTIN 2
#endif

static const char *const NAMES[] = {"shin_l"}; /* as the model calls its joints */
static const uint8_t NODES = sizeof NAMES / sizeof *NAMES;
static const uint32_t BAUD = 115200;
static const uint32_t RATE_HZ = 100;
static const uint8_t CUE_PIN = LED_BUILTIN; /* a vibration motor's driver, a buzzer, a light */
static const uint32_t CUE_US = 500000;
static const uint32_t SECOND_US = 1000000;
static const uint32_t PERIOD_US = SECOND_US / RATE_HZ;
static_assert(NODES <= 8, "a TCA9548A has 8 channels");

static rtstgcn_device device;
static Imu imus[NODES];
static const ImuKind *first; /* whose ranges the hello says */
static uint32_t sample_time, status_time, cue_time;
static uint8_t find_node, status_node = NODES; /* whose turn it is */
static bool cue_on;

/* What has room now, no more: nothing here ever waits, but on a core that never tells of room (UNO R4, say). */
static int write_serial(void *, const uint8_t *data, size_t size)
{
    static bool tells;
    const int room = Serial.availableForWrite();
    tells = tells || room > 0;
    if (!tells) {
        return (int)Serial.write(data, size);
    }
    if (room <= 0) {
        return 0;
    }
    return (int)Serial.write(data, (size_t)room < size ? (size_t)room : size);
}

static uint32_t clock_us(void *, uint8_t)
{
    return micros();
}

static void on_label(void *, const rtstgcn_label *label)
{
    if (label->kind == RTSTGCN_CUE) {
        digitalWrite(CUE_PIN, HIGH);
        cue_time = micros();
        cue_on = true;
    }
}

/* Another number at every start: the last bits of a pin that nothing is connected to. */
static uint16_t noise(void)
{
    uint16_t bits = (uint16_t)micros();
    for (uint8_t k = 0; k < 64; k++) {
        bits = (uint16_t)(bits << 3 | bits >> 13) ^ (uint16_t)analogRead(A0);
    }
    return bits;
}

/* Looks for the sensor of a node where it is missing; all share one range, that of the first. 0: something is wrong,
 * and there was no room to say it. */
static int find_imu(uint8_t node)
{
    char text[RTSTGCN_TEXT_BYTES];
    if (imus[node].kind != NULL) {
        return 1;
    }
    const Imu found = imu_select(node, NODES) ? imu_begin() : Imu{NULL, 0};
    if (found.kind == NULL) {
        snprintf(text, sizeof text, "no IMU: %s", NAMES[node]);
        return rtstgcn_send_error(&device, 1, text);
    }
    if (first != NULL && found.kind != first) {
        snprintf(text, sizeof text, "another kind of IMU: %s", NAMES[node]);
        return rtstgcn_send_error(&device, 2, text);
    }
    imus[node] = found;
    if (first == NULL) {
        first = found.kind;
        device.acc_range = found.kind->acc_range;
        device.gyro_range = found.kind->gyro_range;
        rtstgcn_send_hello(&device);
    }
    return 1;
}

static void sample(void)
{
    int16_t values[6];
    for (uint8_t node = 0; node < NODES; node++) {
        if (imus[node].kind == NULL) {
            continue;
        }
        const bool selected = imu_select(node, NODES);
        const uint32_t time = micros();
        if (selected && imu_read(imus[node], values)) {
            rtstgcn_send_sample(&device, node, time, values);
        } else {
            imus[node].kind = NULL;
        }
    }
}

void setup()
{
    pinMode(CUE_PIN, OUTPUT);
    Serial.begin(BAUD);
    Wire.begin();
    Wire.setClock(400000);
#ifdef WIRE_HAS_TIMEOUT /* else a wire that breaks can stop an AVR for ever */
    Wire.setWireTimeout(3000, true);
#endif
    rtstgcn_init(&device, write_serial, clock_us, NULL);
    device.firmware = "arduino 1";
    device.nodes = NODES;
    device.node_names = NAMES;
    device.rate_millihertz = RATE_HZ * 1000;
    device.boot = noise();
    device.on_label = on_label;
    sample_time = status_time = micros();
}

void loop()
{
    uint8_t bytes[16];
    uint8_t count = 0;

    if (micros() - sample_time >= PERIOD_US) {
        sample_time += PERIOD_US;
        if (micros() - sample_time >= PERIOD_US) {
            sample_time = micros(); /* what was missed is missed */
        }
        sample();
    }
    while (count < sizeof bytes && Serial.available() > 0) {
        bytes[count++] = (uint8_t)Serial.read();
    }
    if (count > 0 && first != NULL) { /* before, nobody can say what the samples will mean */
        rtstgcn_receive(&device, bytes, count);
    }
    if (micros() - status_time >= SECOND_US) {
        status_time += SECOND_US;
        find_node = status_node = 0;
    }
    if (find_node < NODES && find_imu(find_node)) {
        find_node++; /* else there is no room now: again in the next round */
    }
    if (status_node < NODES && rtstgcn_send_status(&device, status_node, RTSTGCN_BATTERY_UNKNOWN)) {
        status_node++;
    }
    if (cue_on && micros() - cue_time >= CUE_US) {
        digitalWrite(CUE_PIN, LOW);
        cue_on = false;
    }
    rtstgcn_poll(&device);
}
