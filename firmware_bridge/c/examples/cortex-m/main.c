/* Labels the frames of a file on the debugger's host, as firmware labels those of its sensors.
 *
 * frames.bin: float32, one frame after the other, each channel by channel (all joints of channel 0, then of channel 1,
 * ...). Prints a label a line, then what a step costs; logits.bin gets the logits, float32. */

#include RTSTGCN_HEADER
#include "semihosting.h"
#include "ticks.h"

static uint64_t memory[(RTSTGCN_STATE_BYTES + 7) / 8] __attribute__((aligned(RTSTGCN_STATE_ALIGNMENT)));

int main(void)
{
    rtstgcn_state *const state = (rtstgcn_state *)memory;
    float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS];
    float logits[RTSTGCN_CLASSES];
    const int frames = semihosting_open("frames.bin", "rb");
    const int answers = semihosting_open("logits.bin", "wb");
    if (frames < 0 || answers < 0) {
        semihosting_print("frames.bin cannot be read, or logits.bin not written, in the folder of emulator or debugger\n");
        return 1;
    }

    uint32_t count = 0, slowest = 0, last = 0;
    rtstgcn_reset(state); /* once, and whenever the movement starts anew */
    ticks_start();
    while (semihosting_read(frames, frame, sizeof frame) == sizeof frame) {
        const uint32_t begin = ticks();
        rtstgcn_infer(state, frame, logits);
        int best = 0;
        for (int k = 1; k < RTSTGCN_CLASSES; k++) {
            best = logits[k] > logits[best] ? k : best;
        }
        const uint32_t labelled = ticks();
        rtstgcn_advance(state); /* housekeeping, after the label is out */
        last = ticks() - begin;
        slowest = labelled - begin > slowest ? labelled - begin : slowest;
        count++;

        semihosting_print(rtstgcn_class_name(best));
        semihosting_print("\n");
        if (semihosting_write(answers, logits, sizeof logits) != 0) {
            return 1;
        }
    }
    semihosting_print("kernel: ");
    semihosting_print(rtstgcn_kernel());
    semihosting_print("\nframes: ");
    semihosting_print_unsigned(count);
    semihosting_print("\nticks to the label, at most: ");
    semihosting_print_unsigned(slowest);
    semihosting_print("\nticks of the last step: ");
    semihosting_print_unsigned(last);
    semihosting_print("\n");
    return 0;
}
