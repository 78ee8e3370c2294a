/* The device's side of the wire (WIRE.md): samples of body-worn IMUs to a host, its labels and cues back. C99 or C++;
 * no allocation, no operating system, nothing global; one thread, and no calls from interrupts.
 *
 * On a Cortex-M a device takes 584 bytes of RAM for 20 nodes, 320 for 6, 280 for 1; the code 2.5 KB (-Os); all of its
 * functions together less than 400 bytes of stack.
 *
 *     static rtstgcn_device device;
 *
 *     rtstgcn_init(&device, write, clock, NULL);     one node called nothing, 100 Hz, +-16 g, +-2000 deg/s
 *     device.on_label = act;                         change the settings that differ
 *     rtstgcn_send_hello(&device);
 *     for (;;) {
 *         if (bytes came)     rtstgcn_receive(&device, bytes, count);
 *         if (a sample came)  rtstgcn_send_sample(&device, 0, micros(), counts);
 *         if (a second ended) rtstgcn_send_status(&device, 0, RTSTGCN_BATTERY_UNKNOWN);
 *         rtstgcn_poll(&device);
 *     }
 */
#ifndef RTSTGCN_WIRE_H
#define RTSTGCN_WIRE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Nodes that a device has room for: 1 to 20. Fewer take less memory. Change it here, or for every file alike. */
#ifndef RTSTGCN_MAX_NODES
#define RTSTGCN_MAX_NODES 20
#endif

#define RTSTGCN_WIRE_VERSION 1
#define RTSTGCN_DEVICE 255          /* the device itself, where a node is asked for */
#define RTSTGCN_BATTERY_UNKNOWN 255
#define RTSTGCN_TEXT_BYTES 32       /* a name of at most 31 bytes of UTF-8, and its 0 */

enum { RTSTGCN_NODE_CLOCKS = 1 };                              /* flags */
enum { RTSTGCN_ACC_M_S2, RTSTGCN_ACC_G, RTSTGCN_ACC_MG };      /* acc_unit */
enum { RTSTGCN_GYRO_RAD_S, RTSTGCN_GYRO_DEG_S };               /* gyro_unit */
enum { RTSTGCN_LABEL, RTSTGCN_EVENT, RTSTGCN_CUE };            /* kind of a label */
enum { RTSTGCN_HAS_ACC = 0x07, RTSTGCN_HAS_GYRO = 0x38 };      /* channels: a bit each of acc x y z, gyro x y z */

/* What the model says of one frame. */
typedef struct {
    uint32_t time;      /* of the device's clock, at which that frame was sampled; us */
    const char *name;   /* of the class; "" where it is not known. Holds until the next rtstgcn_receive. */
    uint16_t number;    /* counts the messages of one kind */
    uint8_t kind;       /* RTSTGCN_LABEL: of a frame; RTSTGCN_EVENT: a decision; RTSTGCN_CUE: act now */
    uint8_t label;      /* index of the class */
    uint8_t confidence; /* 255 is 1 */
    uint8_t skeleton;
} rtstgcn_label;

/* Takes bytes for the host: the number that it took, at once; 0 drops the message, and is counted. What is left of a
 * message that began is offered again, so that never half of one is on the wire. */
typedef int (*rtstgcn_write)(void *context, const uint8_t *data, size_t size);

/* Microseconds of the clock of a node or of RTSTGCN_DEVICE, wrapping at 2^32. One clock serves all nodes unless `flags`
 * has RTSTGCN_NODE_CLOCKS. */
typedef uint32_t (*rtstgcn_clock)(void *context, uint8_t node);

typedef struct {
    /* Settings: from rtstgcn_init, to be changed before rtstgcn_send_hello. The texts are kept by address. */
    rtstgcn_write write;
    rtstgcn_clock clock;
    void (*on_label)(void *context, const rtstgcn_label *label); /* called by rtstgcn_receive; a cue is acknowledged
                                                                    when it returns. NULL: nobody acts */
    void *context;                           /* of the three above */
    const char *firmware;                    /* its name */
    const char *model;                       /* name of the model that this device is for; "" or NULL: none */
    const char *const *node_names;           /* one a node; NULL: none */
    const char *(*class_name)(int label);    /* of a device that labels by itself: rtstgcn_class_name of NAME.h */
    char (*host_classes)[RTSTGCN_TEXT_BYTES]; /* room for the names of the host's classes, zeroed; NULL: not kept */
    float acc_range;                         /* what a count of 32768 stands for, in acc_unit */
    float gyro_range;
    uint32_t rate_millihertz;                /* samples a second of each node: 100000 is 100 Hz */
    uint16_t boot;                           /* another number at every start */
    uint8_t flags;
    uint8_t nodes;
    uint8_t channels;                        /* really measured: RTSTGCN_HAS_ACC | RTSTGCN_HAS_GYRO */
    uint8_t acc_unit;
    uint8_t gyro_unit;
    uint8_t classes;                         /* that class_name knows */
    uint8_t host_classes_room;               /* names that host_classes has room for */
    uint8_t serial[8];                       /* who this device is; zeros: unknown */

    /* Counters, to read. */
    uint32_t received;  /* intact messages that were understood */
    uint32_t corrupt;   /* pieces between two delimiters that are no packet for a device */
    uint32_t malformed; /* intact, with a content that their type cannot have */
    uint32_t unknown;   /* intact, of no type that a device knows */
    uint32_t unsent;    /* messages other than samples that could not be sent */

    /* State: leave alone. */
    uint32_t taken[RTSTGCN_MAX_NODES + 1]; /* samples of each node; the last one: combined ones */
    uint32_t dropped[RTSTGCN_MAX_NODES + 1];
    uint32_t ack_time, sync_echo, sync_received;
    uint16_t ack_number;
    uint16_t numbers[3]; /* of the labels sent, by kind */
    uint16_t announced;  /* parts of the hello that were sent */
    uint16_t crc;
    uint8_t ack_waits, sync_waits, sync_node, left;
    uint8_t out_size, out_sent, out_code;
    uint8_t in_size, in_left, in_began, in_bad;
    uint8_t in[40];
    uint8_t out[RTSTGCN_MAX_NODES > 7 ? 12 * RTSTGCN_MAX_NODES + 12 : 98];
} rtstgcn_device;

/* Everything zero but the two callbacks and: one node, all channels, 100 Hz, +-16 g, +-2000 deg/s. */
void rtstgcn_init(rtstgcn_device *device, rtstgcn_write write, rtstgcn_clock clock, void *context);

/* Who this device is: at the start; rtstgcn_receive answers the host's requests for it. The names of nodes and classes
 * follow from here and, as there is room, from rtstgcn_poll. */
void rtstgcn_send_hello(rtstgcn_device *device);

/* One node at one instant of its clock (us), in counts: acc x y z, gyro x y z. All these functions return 1, or 0 where
 * the message was dropped; the sequence number goes on, so the host sees the gap. */
int rtstgcn_send_sample(rtstgcn_device *device, uint8_t node, uint32_t time, const int16_t values[6]);

/* All nodes at one instant of the device's clock (us): six counts of node 0, of node 1, ... About half the bytes. */
int rtstgcn_send_combined(rtstgcn_device *device, uint32_t time, const int16_t *values);

/* About once a second for each node: battery in percent; the library adds its own counters. Where it returns 0, try
 * again in the next round. */
int rtstgcn_send_status(rtstgcn_device *device, uint8_t node, uint8_t battery);

/* Something is wrong here, for the host's log; codes are yours. */
int rtstgcn_send_error(rtstgcn_device *device, uint8_t code, const char *text);

/* A label that this device made. `number` and `name` are not read: the library counts, and told the names. */
int rtstgcn_send_label(rtstgcn_device *device, const rtstgcn_label *label);

/* Bytes from the host, cut anywhere: answers what it asks, calls on_label. Returns how many messages it understood. */
size_t rtstgcn_receive(rtstgcn_device *device, const uint8_t *bytes, size_t count);

/* The same where you know when they came (us of the device's clock): the host's estimate of the clock gets better. */
size_t rtstgcn_receive_at(rtstgcn_device *device, const uint8_t *bytes, size_t count, uint32_t time);

/* Called in on_label: this cue is not acted upon (it is too old, say), and so not acknowledged. */
void rtstgcn_leave_cue(rtstgcn_device *device);

/* Sends what is still waiting: call it in every round of the main loop. */
void rtstgcn_poll(rtstgcn_device *device);

/* sizeof(rtstgcn_device), for those who load this as a library. */
size_t rtstgcn_device_size(void);

#ifdef __cplusplus
}
#endif

#endif
