/* An emulated board: samples from samples.bin (int16, node by node, one instant after the other), the wire to wire.bin,
 * what the host says from host.bin where there is one. Its clock goes with the samples. */
#include RTSTGCN_HEADER

#include "board.h"
#include "semihosting.h"

const char *const board_nodes[RTSTGCN_JOINTS] = {"foot_r", "shin_r", "thigh_r", "foot_l", "shin_l", "thigh_l"};

static uint32_t now;

uint32_t board_micros(void)
{
    return now;
}

uint16_t board_boot(void)
{
    return 1;
}

int board_sample(uint32_t *time, int16_t *values)
{
    static int file = -1;
    static uint32_t number;
    const size_t size = 6 * RTSTGCN_JOINTS * sizeof *values;
    if (file < 0) {
        file = semihosting_open("samples.bin", "rb");
        if (file < 0) {
            semihosting_print("samples.bin is not in the folder of the emulator or debugger\n");
            semihosting_exit(1);
        }
    }
    *time = now = (uint32_t)(++number * (1e6 / RTSTGCN_RATE_HZ));
    return semihosting_read(file, values, size) == size ? 1 : -1;
}

int board_write(void *context, const uint8_t *data, size_t size)
{
    static int file = -1;
    (void)context;
    if (file < 0) {
        file = semihosting_open("wire.bin", "wb");
    }
    return semihosting_write(file, data, size) == 0 ? (int)size : 0;
}

size_t board_read(uint8_t *bytes, size_t most)
{
    static int file = -1, tried;
    if (!tried) {
        file = semihosting_open("host.bin", "rb");
        tried = 1;
    }
    return file < 0 ? 0 : semihosting_read(file, bytes, most);
}
