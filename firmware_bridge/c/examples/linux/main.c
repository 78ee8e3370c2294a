/* The model alone as a filter: frames on standard input, logits on standard output, both float32, one frame after the
 * other, each channel by channel (all joints of channel 0, then of channel 1, ...). The kernel goes to standard error.
 *
 *     cc -O2 -march=native -ffp-contract=off -DRTSTGCN_HEADER='"NAME.h"' -I FOLDER main.c FOLDER/NAME.c -lm -o label
 */
#include RTSTGCN_HEADER

#include <stdint.h>
#include <stdio.h>

static uint64_t memory[(RTSTGCN_STATE_BYTES + 7) / 8] __attribute__((aligned(64)));

int main(void)
{
    static float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS], logits[RTSTGCN_CLASSES];
    rtstgcn_state *const state = (rtstgcn_state *)memory;

    rtstgcn_reset(state);
    while (fread(frame, sizeof frame, 1, stdin) == 1) {
        rtstgcn_infer(state, frame, logits);
        if (fwrite(logits, sizeof logits, 1, stdout) != 1 || fflush(stdout) != 0) {
            perror("standard output");
            return 1;
        }
        rtstgcn_advance(state); /* housekeeping, after the label is out */
    }
    fprintf(stderr, "kernel: %s\n", rtstgcn_kernel());
    return 0;
}
