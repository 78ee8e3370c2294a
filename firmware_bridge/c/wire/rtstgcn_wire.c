#include "rtstgcn_wire.h"

#include <string.h>

#if RTSTGCN_MAX_NODES < 1 || RTSTGCN_MAX_NODES > 20
#error "RTSTGCN_MAX_NODES: 1 to 20"
#endif

enum { HELLO = 0x01, NODE, SAMPLE, COMBINED, STATUS, SYNC_REPLY, ACK, ERROR }; /* to the host */
enum { HELLO_REQUEST = 0x41, SYNC_REQUEST, LABEL, CLASS };                     /* from it */
enum { VALUES = 6, MAX_TEXT = RTSTGCN_TEXT_BYTES - 1 };

/* CRC-16/IBM-3740: polynomial 0x1021, from 0xFFFF */
static uint16_t crc_add(uint16_t crc, uint8_t byte)
{
    uint16_t x = (uint16_t)((crc >> 8) ^ byte);
    x = (uint16_t)(x ^ (x >> 4));
    return (uint16_t)(((unsigned)crc << 8) ^ ((unsigned)x << 12) ^ ((unsigned)x << 5) ^ x);
}

/* Encoding: each byte goes to its place in the frame as it comes. `out_code` is where the distance to the next zero
 * will stand. No message is so long that it needs a second block. */

static void put_encoded(rtstgcn_device *device, uint8_t byte)
{
    if (byte == 0) {
        device->out[device->out_code] = (uint8_t)(device->out_size - device->out_code);
        device->out_code = device->out_size;
    }
    device->out[device->out_size++] = byte;
}

static void put8(rtstgcn_device *device, unsigned value)
{
    device->crc = crc_add(device->crc, (uint8_t)value);
    put_encoded(device, (uint8_t)value);
}

static void put16(rtstgcn_device *device, unsigned value)
{
    put8(device, value & 0xFF);
    put8(device, value >> 8 & 0xFF);
}

static void put32(rtstgcn_device *device, uint32_t value)
{
    put16(device, (unsigned)(value & 0xFFFF));
    put16(device, (unsigned)(value >> 16));
}

static void put_float(rtstgcn_device *device, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put32(device, bits);
}

static void put_text(rtstgcn_device *device, const char *text)
{
    unsigned size = 0;
    while (text != NULL && text[size] != 0 && size <= MAX_TEXT) {
        size++;
    }
    if (size > MAX_TEXT) { /* cut, but not inside of a character */
        size = MAX_TEXT;
        while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80) {
            size--;
        }
    }
    put8(device, size);
    for (unsigned k = 0; k < size; k++) {
        put8(device, (unsigned char)text[k]);
    }
}

static void offer(rtstgcn_device *device)
{
    const int left = device->out_size - device->out_sent;
    const int took = device->write(device->context, device->out + device->out_sent, (size_t)left);
    if (took > 0) {
        device->out_sent = (uint8_t)(took < left ? device->out_sent + took : device->out_size);
    }
}

/* 1 when nothing is left of the message before, and the next one may begin. */
static int begin(rtstgcn_device *device, unsigned type)
{
    if (device->out_sent < device->out_size) {
        offer(device);
        if (device->out_sent < device->out_size) {
            return 0;
        }
    }
    device->crc = 0xFFFF;
    device->out_size = 0;
    device->out_sent = 0;
    device->out_code = 1;
    device->out[device->out_size++] = 0;
    device->out[device->out_size++] = 0; /* the place of the first distance */
    put8(device, type);
    return 1;
}

/* 1 when the message is on its way, 0 when no byte of it was taken. */
static int end(rtstgcn_device *device)
{
    const uint16_t crc = device->crc;
    put16(device, crc);
    device->out[device->out_code] = (uint8_t)(device->out_size - device->out_code);
    device->out[device->out_size++] = 0;
    offer(device);
    if (device->out_sent == 0) {
        device->out_size = 0;
        return 0;
    }
    return 1;
}

static int counted(rtstgcn_device *device, int sent)
{
    if (!sent) {
        device->unsent++;
    }
    return sent;
}

void rtstgcn_init(rtstgcn_device *device, rtstgcn_write write, rtstgcn_clock clock, void *context)
{
    memset(device, 0, sizeof *device);
    device->write = write;
    device->clock = clock;
    device->context = context;
    device->nodes = 1;
    device->channels = RTSTGCN_HAS_ACC | RTSTGCN_HAS_GYRO;
    device->rate_millihertz = 100000;
    device->acc_unit = RTSTGCN_ACC_G;
    device->acc_range = 16;
    device->gyro_unit = RTSTGCN_GYRO_DEG_S;
    device->gyro_range = 2000;
    device->announced = 0xFFFF;
}

static int send_hello(rtstgcn_device *device)
{
    if (!begin(device, HELLO)) {
        return 0;
    }
    put8(device, RTSTGCN_WIRE_VERSION);
    put8(device, device->flags);
    put8(device, device->nodes);
    put8(device, device->channels);
    put16(device, device->boot);
    put32(device, device->rate_millihertz);
    put8(device, device->acc_unit);
    put_float(device, device->acc_range);
    put8(device, device->gyro_unit);
    put_float(device, device->gyro_range);
    for (unsigned k = 0; k < sizeof device->serial; k++) {
        put8(device, device->serial[k]);
    }
    put_text(device, device->firmware);
    put_text(device, device->model);
    return end(device);
}

static int send_node(rtstgcn_device *device, unsigned node)
{
    if (!begin(device, NODE)) {
        return 0;
    }
    put8(device, node);
    put_text(device, device->node_names[node]);
    return end(device);
}

static int send_class(rtstgcn_device *device, unsigned index)
{
    if (!begin(device, CLASS)) {
        return 0;
    }
    put8(device, index);
    put8(device, device->classes);
    put_text(device, device->class_name((int)index));
    return end(device);
}

/* The next part of a hello: 1 when it was sent, 0 when it has to wait, or all parts were. */
static int announce(rtstgcn_device *device)
{
    const unsigned part = device->announced;
    const unsigned nodes = device->node_names != NULL ? device->nodes : 0;
    const unsigned classes = device->class_name != NULL ? device->classes : 0;
    int sent = 0;
    if (part == 0) {
        sent = send_hello(device);
    } else if (part <= nodes) {
        sent = send_node(device, part - 1);
    } else if (part <= nodes + classes) {
        sent = send_class(device, part - 1 - nodes);
    }
    device->announced = (uint16_t)(part + (unsigned)sent);
    return sent;
}

static uint8_t clock_owner(const rtstgcn_device *device, uint8_t node)
{
    return device->flags & RTSTGCN_NODE_CLOCKS ? node : RTSTGCN_DEVICE;
}

static int send_sync_reply(rtstgcn_device *device)
{
    if (!begin(device, SYNC_REPLY)) {
        return 0;
    }
    put8(device, device->sync_node);
    put32(device, device->sync_echo);
    put32(device, device->sync_received);
    put32(device, device->clock(device->context, clock_owner(device, device->sync_node)));
    return end(device);
}

static int send_ack(rtstgcn_device *device)
{
    if (!begin(device, ACK)) {
        return 0;
    }
    put16(device, device->ack_number);
    put32(device, device->ack_time);
    return end(device);
}

void rtstgcn_poll(rtstgcn_device *device)
{
    if (device->out_sent < device->out_size) {
        offer(device);
    }
    if (device->sync_waits && send_sync_reply(device)) {
        device->sync_waits = 0;
    }
    if (device->ack_waits && send_ack(device)) {
        device->ack_waits = 0;
    }
    while (announce(device)) {
    }
}

void rtstgcn_send_hello(rtstgcn_device *device)
{
    if (device->nodes > RTSTGCN_MAX_NODES) {
        device->nodes = RTSTGCN_MAX_NODES;
        rtstgcn_send_error(device, 0, "more nodes: RTSTGCN_MAX_NODES");
    }
    device->announced = 0;
    rtstgcn_poll(device);
}

int rtstgcn_send_sample(rtstgcn_device *device, uint8_t node, uint32_t time, const int16_t values[6])
{
    if (node >= device->nodes || node >= RTSTGCN_MAX_NODES) {
        return 0;
    }
    const uint32_t sequence = device->taken[node]++;
    if (begin(device, SAMPLE)) {
        put8(device, node);
        put16(device, (unsigned)(sequence & 0xFFFF));
        put32(device, time);
        for (unsigned k = 0; k < VALUES; k++) {
            put16(device, (uint16_t)values[k]);
        }
        if (end(device)) {
            return 1;
        }
    }
    device->dropped[node]++;
    return 0;
}

int rtstgcn_send_combined(rtstgcn_device *device, uint32_t time, const int16_t *values)
{
    const unsigned nodes = device->nodes < RTSTGCN_MAX_NODES ? device->nodes : RTSTGCN_MAX_NODES;
    const uint32_t sequence = device->taken[RTSTGCN_MAX_NODES]++;
    if (begin(device, COMBINED)) {
        put16(device, (unsigned)(sequence & 0xFFFF));
        put32(device, time);
        for (unsigned k = 0; k < VALUES * nodes; k++) {
            put16(device, (uint16_t)values[k]);
        }
        if (end(device)) {
            return 1;
        }
    }
    device->dropped[RTSTGCN_MAX_NODES]++;
    return 0;
}

int rtstgcn_send_status(rtstgcn_device *device, uint8_t node, uint8_t battery)
{
    uint32_t taken = 0, dropped = 0;
    if (node >= device->nodes && node != RTSTGCN_DEVICE) {
        return 0;
    }
    for (unsigned k = 0; k < RTSTGCN_MAX_NODES && k < device->nodes; k++) {
        if (node == k || node == RTSTGCN_DEVICE) {
            taken += device->taken[k] + device->taken[RTSTGCN_MAX_NODES];
            dropped += device->dropped[k] + device->dropped[RTSTGCN_MAX_NODES];
        }
    }
    if (!begin(device, STATUS)) {
        return counted(device, 0);
    }
    put8(device, node);
    put8(device, battery <= 100 ? battery : RTSTGCN_BATTERY_UNKNOWN);
    put32(device, taken);
    put32(device, dropped);
    return counted(device, end(device));
}

int rtstgcn_send_error(rtstgcn_device *device, uint8_t code, const char *text)
{
    if (!begin(device, ERROR)) {
        return counted(device, 0);
    }
    put8(device, code);
    put_text(device, text);
    return counted(device, end(device));
}

int rtstgcn_send_label(rtstgcn_device *device, const rtstgcn_label *label)
{
    if (label->kind > RTSTGCN_CUE) {
        return 0;
    }
    const uint16_t number = device->numbers[label->kind]++;
    if (!begin(device, LABEL)) {
        return counted(device, 0);
    }
    put8(device, label->kind);
    put16(device, number);
    put8(device, label->label);
    put8(device, label->confidence);
    put8(device, label->skeleton);
    put32(device, label->time);
    return counted(device, end(device));
}

/* What the host says. */

static uint16_t get16(const uint8_t *from)
{
    return (uint16_t)(from[0] | (unsigned)from[1] << 8);
}

static uint32_t get32(const uint8_t *from)
{
    return get16(from) | (uint32_t)get16(from + 2) << 16;
}

static void answer_sync(rtstgcn_device *device, const uint8_t *message, uint32_t time)
{
    const uint8_t node = message[1], whose = clock_owner(device, node);
    if (node != RTSTGCN_DEVICE && node >= device->nodes) {
        return; /* nobody here is called that */
    }
    if (whose != RTSTGCN_DEVICE) {
        const uint32_t ago = device->clock(device->context, RTSTGCN_DEVICE) - time;
        time = device->clock(device->context, whose) - ago;
    }
    if (device->sync_waits) {
        counted(device, 0); /* the one before could not go: it makes way */
    }
    device->sync_node = node;
    device->sync_echo = get32(message + 2);
    device->sync_received = time;
    device->sync_waits = 1;
    rtstgcn_poll(device);
}

static const char *host_class(const rtstgcn_device *device, uint8_t index)
{
    return device->host_classes != NULL && index < device->host_classes_room ? device->host_classes[index] : "";
}

static void act(rtstgcn_device *device, const uint8_t *message)
{
    rtstgcn_label label;
    if (device->on_label == NULL) {
        return;
    }
    label.kind = message[1];
    label.number = get16(message + 2);
    label.label = message[4];
    label.name = host_class(device, message[4]);
    label.confidence = message[5];
    label.skeleton = message[6];
    label.time = get32(message + 7);
    device->left = 0;
    device->on_label(device->context, &label);
    if (label.kind == RTSTGCN_CUE && !device->left) {
        if (device->ack_waits) {
            counted(device, 0); /* the one before could not go: it makes way */
        }
        device->ack_number = label.number;
        device->ack_time = device->clock(device->context, RTSTGCN_DEVICE);
        device->ack_waits = 1;
        rtstgcn_poll(device);
    }
}

void rtstgcn_leave_cue(rtstgcn_device *device)
{
    device->left = 1;
}

static void keep_class(rtstgcn_device *device, const uint8_t *message)
{
    const uint8_t index = message[1], size = message[3];
    if (device->host_classes != NULL && index < device->host_classes_room) {
        memcpy(device->host_classes[index], message + 4, size);
        device->host_classes[index][size] = 0;
    }
}

/* 1 understood, 0 not of its type. */
static int handle(rtstgcn_device *device, unsigned size, uint32_t time)
{
    const uint8_t *const message = device->in;
    switch (message[0]) {
    case HELLO_REQUEST: /* of any version: the answer says ours */
        if (size != 2) {
            return 0;
        }
        rtstgcn_send_hello(device);
        return 1;
    case SYNC_REQUEST:
        if (size != 6 || (message[1] >= 20 && message[1] != RTSTGCN_DEVICE)) {
            return 0;
        }
        answer_sync(device, message, time);
        return 1;
    case LABEL:
        if (size != 11 || message[1] > RTSTGCN_CUE) {
            return 0;
        }
        act(device, message);
        return 1;
    default: /* CLASS */
        if (size < 4 || message[3] > MAX_TEXT || size != 4u + message[3] || message[1] >= message[2]) {
            return 0;
        }
        keep_class(device, message);
        return 1;
    }
}

/* A delimiter came: 1 when what stood before it is a message that was understood. */
static size_t end_of_frame(rtstgcn_device *device, uint32_t time)
{
    const unsigned size = device->in_size;
    const int whole = !device->in_bad && device->in_left == 0 && size >= 3;
    const int began = device->in_began;
    uint16_t crc = 0xFFFF;
    device->in_size = device->in_left = device->in_began = device->in_bad = 0;
    if (!began) {
        return 0;
    }
    for (unsigned k = 0; whole && k < size - 2; k++) {
        crc = crc_add(crc, device->in[k]);
    }
    if (!whole || crc != get16(device->in + size - 2)) {
        device->corrupt++;
        return 0;
    }
    if (device->in[0] < HELLO_REQUEST || device->in[0] > CLASS) {
        device->unknown++;
        return 0;
    }
    if (!handle(device, size - 2, time)) {
        device->malformed++;
        return 0;
    }
    device->received++;
    return 1;
}

static void keep(rtstgcn_device *device, uint8_t byte)
{
    if (device->in_size < sizeof device->in) {
        device->in[device->in_size++] = byte;
    } else {
        device->in_bad = 1; /* longer than any message to a device */
    }
}

size_t rtstgcn_receive_at(rtstgcn_device *device, const uint8_t *bytes, size_t count, uint32_t time)
{
    size_t understood = 0;
    for (size_t k = 0; k < count; k++) {
        const uint8_t byte = bytes[k];
        if (byte == 0) {
            understood += end_of_frame(device, time);
        } else if (device->in_left > 0) {
            keep(device, byte);
            device->in_left--;
        } else { /* the distance to the next zero; this one is a zero itself, but for the first */
            if (device->in_began) {
                keep(device, 0);
            }
            device->in_left = (uint8_t)(byte - 1);
            device->in_began = 1;
        }
    }
    rtstgcn_poll(device);
    return understood;
}

size_t rtstgcn_receive(rtstgcn_device *device, const uint8_t *bytes, size_t count)
{
    return rtstgcn_receive_at(device, bytes, count, device->clock(device->context, RTSTGCN_DEVICE));
}

size_t rtstgcn_device_size(void)
{
    return sizeof(rtstgcn_device);
}
