/* Labels the frames that come over the console's UART: float32, little endian, each frame channel by channel (all joints
 * of channel 0, then of channel 1, ...). Answers each with a line, its label; send the next frame after that line, since
 * the UART is polled. In a product, `receive` is where the sensors are read. */

#include RTSTGCN_HEADER

#include <zephyr/device.h>
#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

static uint64_t memory[(RTSTGCN_STATE_BYTES + 7) / 8] __aligned(RTSTGCN_STATE_ALIGNMENT);
static float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS];

static void receive(const struct device *uart, void *to, size_t bytes)
{
    for (unsigned char *byte = to; bytes > 0; bytes--, byte++) {
        while (uart_poll_in(uart, byte) != 0) {
            k_yield();
        }
    }
}

int main(void)
{
    const struct device *const uart = DEVICE_DT_GET(DT_CHOSEN(zephyr_console));
    rtstgcn_state *const state = (rtstgcn_state *)memory;
    float logits[RTSTGCN_CLASSES];

    if (!device_is_ready(uart)) {
        printk("the console's UART is not ready\n");
        return 1;
    }
    rtstgcn_reset(state); /* once, and whenever the movement starts anew */
    for (;;) {
        receive(uart, frame, sizeof frame);
        rtstgcn_infer(state, frame, logits);
        int best = 0;
        for (int k = 1; k < RTSTGCN_CLASSES; k++) {
            best = logits[k] > logits[best] ? k : best;
        }
        printk("%s\n", rtstgcn_class_name(best));
        rtstgcn_advance(state); /* housekeeping, after the label is out */
    }
}
