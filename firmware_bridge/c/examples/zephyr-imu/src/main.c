/* The IMU of a Zephyr board (alias accel0, as samples/sensor/accel_polling names it) over the console's UART. Sampled by
 * a timer; bytes go in and out by interrupts, through two ring buffers. */

#include <zephyr/device.h>
#include <zephyr/drivers/sensor.h>
#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>
#include <zephyr/random/random.h>
#include <zephyr/sys/ring_buffer.h>

#include "rtstgcn_wire.h"

#define RATE_HZ 100
#define ACC_RANGE 160 /* m/s^2 and rad/s at a count of 32768: +-16 g, +-2000 deg/s, rounded up */
#define GYRO_RANGE 36

static const struct device *const uart = DEVICE_DT_GET(DT_CHOSEN(zephyr_console));
static const struct device *const imu = DEVICE_DT_GET(DT_ALIAS(accel0));
static const char *const names[] = {"shin_l"}; /* where it is worn, as the model calls it */

RING_BUF_DECLARE(from_host, 128);
RING_BUF_DECLARE(to_host, 512);
K_SEM_DEFINE(work, 0, 1);
static rtstgcn_device device;

static void on_timer(struct k_timer *timer)
{
    ARG_UNUSED(timer);
    k_sem_give(&work);
}
K_TIMER_DEFINE(sampling, on_timer, NULL);

static void on_uart(const struct device *port, void *user_data)
{
    uint8_t bytes[32];
    ARG_UNUSED(user_data);
    for (uart_irq_update(port); uart_irq_is_pending(port); uart_irq_update(port)) {
        if (uart_irq_rx_ready(port)) {
            const int came = uart_fifo_read(port, bytes, sizeof bytes);
            if (came > 0) {
                ring_buf_put(&from_host, bytes, (uint32_t)came); /* what does not fit was no intact message */
                k_sem_give(&work);
            }
        }
        if (uart_irq_tx_ready(port)) {
            uint8_t *next;
            const uint32_t left = ring_buf_get_claim(&to_host, &next, ring_buf_capacity_get(&to_host));
            const int went = left > 0 ? uart_fifo_fill(port, next, (int)left) : 0;
            ring_buf_get_finish(&to_host, went > 0 ? (uint32_t)went : 0);
            if (left == 0) {
                uart_irq_tx_disable(port);
            }
        }
    }
}

static int write_uart(void *context, const uint8_t *data, size_t size)
{
    ARG_UNUSED(context);
    const unsigned int key = irq_lock();
    const uint32_t took = ring_buf_put(&to_host, data, (uint32_t)size);
    irq_unlock(key);
    uart_irq_tx_enable(uart);
    return (int)took;
}

static uint32_t clock_us(void *context, uint8_t node)
{
    ARG_UNUSED(context);
    ARG_UNUSED(node);
    return (uint32_t)k_ticks_to_us_floor64((uint64_t)k_uptime_ticks());
}

static void on_label(void *context, const rtstgcn_label *label)
{
    ARG_UNUSED(context);
    if (label->kind == RTSTGCN_CUE) {
        /* a motor, a buzzer, a light: switch it on here, off later */
    }
}

/* Millionths of m/s^2 or rad/s to counts, rounded, kept within 16 bits. */
static int16_t counts(const struct sensor_value *value, int32_t range)
{
    const int64_t full = (int64_t)range * 1000000;
    const int64_t scaled = ((int64_t)value->val1 * 1000000 + value->val2) * 32768;
    const int64_t count = (scaled + (scaled < 0 ? -full / 2 : full / 2)) / full;
    return (int16_t)CLAMP(count, INT16_MIN, INT16_MAX);
}

static void sample(void)
{
    struct sensor_value acc[3], gyro[3];
    int16_t values[6];
    const uint32_t time = clock_us(NULL, RTSTGCN_DEVICE);
    if (sensor_sample_fetch(imu) != 0 || sensor_channel_get(imu, SENSOR_CHAN_ACCEL_XYZ, acc) != 0 ||
        sensor_channel_get(imu, SENSOR_CHAN_GYRO_XYZ, gyro) != 0) {
        rtstgcn_send_error(&device, 2, "the IMU does not answer");
        return;
    }
    for (int k = 0; k < 3; k++) {
        values[k] = counts(&acc[k], ACC_RANGE);
        values[k + 3] = counts(&gyro[k], GYRO_RANGE);
    }
    rtstgcn_send_sample(&device, 0, time, values);
}

static void greet(void)
{
    rtstgcn_init(&device, write_uart, clock_us, NULL);
    device.firmware = "zephyr-imu 1";
    device.node_names = names;
    device.on_label = on_label;
    device.boot = (uint16_t)sys_rand32_get();
    device.rate_millihertz = RATE_HZ * 1000;
    device.acc_unit = RTSTGCN_ACC_M_S2;
    device.acc_range = ACC_RANGE;
    device.gyro_unit = RTSTGCN_GYRO_RAD_S;
    device.gyro_range = GYRO_RANGE;
    rtstgcn_send_hello(&device);
}

static void receive(void)
{
    uint8_t bytes[32];
    for (;;) {
        const unsigned int key = irq_lock();
        const uint32_t came = ring_buf_get(&from_host, bytes, sizeof bytes);
        irq_unlock(key);
        if (came == 0) {
            return;
        }
        rtstgcn_receive(&device, bytes, came);
    }
}

int main(void)
{
    uint32_t taken = 0;
    if (!device_is_ready(uart)) {
        return 1; /* nobody could be told */
    }
    uart_irq_callback_user_data_set(uart, on_uart, NULL);
    uart_irq_rx_enable(uart);
    greet();
    const bool ready = device_is_ready(imu);
    k_timer_start(&sampling, K_USEC(1000000 / RATE_HZ), K_USEC(1000000 / RATE_HZ));
    for (;;) {
        k_sem_take(&work, K_FOREVER);
        receive();
        if (k_timer_status_get(&sampling) > 0) {
            if (ready) {
                sample();
            }
            if (taken++ % RATE_HZ == 0) {
                rtstgcn_send_status(&device, 0, RTSTGCN_BATTERY_UNKNOWN);
                if (!ready) {
                    rtstgcn_send_error(&device, 1, "the IMU is not ready");
                }
            }
        }
        rtstgcn_poll(&device);
    }
}
