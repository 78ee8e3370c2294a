/* QEMU's board mps2-an386 in real time: the wire at its first UART (-serial pty), samples from samples.bin (int16, node
 * by node, one instant after the other), over and over. */
#include RTSTGCN_HEADER

#include "board.h"
#include "semihosting.h"
#include "ticks.h"

/* Arm DDI 0479, CMSDK APB UART */
#define UART ((volatile uint32_t *)0x40004000u)
enum { DATA, STATE, CTRL, INTERRUPT, BAUDDIV };
enum { TX_FULL = 1, RX_FULL = 2, TX_ENABLE = 1, RX_ENABLE = 2 };
enum { TICKS_IN_US = 25 };

const char *const board_nodes[RTSTGCN_JOINTS] = {"foot_r", "shin_r", "thigh_r", "foot_l", "shin_l", "thigh_l"};

static int started;

static void start(void)
{
    if (!started) {
        started = 1;
        ticks_start();
        UART[BAUDDIV] = 217; /* 115200 at 25 MHz; QEMU does not wait for it */
        UART[CTRL] = TX_ENABLE | RX_ENABLE;
    }
}

uint32_t board_micros(void)
{
    static uint32_t last;
    static uint64_t sum;
    start();
    const uint32_t passed = ticks() - last; /* they wrap after 171 s */
    if (passed < 1u << 31) { /* not where the count began anew and its interrupt has yet to come */
        sum += passed;
        last += passed;
    }
    return (uint32_t)(sum / TICKS_IN_US);
}

uint16_t board_boot(void)
{
    return 1; /* QEMU starts alike every time */
}

int board_sample(uint32_t *time, int16_t *values)
{
    static int file = -1;
    static uint32_t number;
    const size_t size = 6 * RTSTGCN_JOINTS * sizeof *values;
    const uint32_t due = (uint32_t)(uint64_t)(number * (1e6 / RTSTGCN_RATE_HZ)); /* wraps as the clock does */
    if ((int32_t)(board_micros() - due) < 0) {
        return 0;
    }
    number++;
    *time = due;
    for (int turn = 0; turn < 2; turn++) {
        if (file >= 0 && semihosting_read(file, values, size) == size) {
            return 1;
        }
        file = semihosting_open("samples.bin", "rb"); /* anew */
    }
    semihosting_print("samples.bin is not in the folder of the emulator\n");
    return -1;
}

int board_write(void *context, const uint8_t *data, size_t size)
{
    size_t took = 0;
    (void)context;
    start();
    while (took < size && !(UART[STATE] & TX_FULL)) {
        UART[DATA] = data[took++];
    }
    return (int)took;
}

size_t board_read(uint8_t *bytes, size_t most)
{
    size_t got = 0;
    while (got < most && UART[STATE] & RX_FULL) {
        bytes[got++] = (uint8_t)UART[DATA];
    }
    return got;
}
