/* A Zephyr board on a host, for three seconds: standard output and input are the UART at 115200 baud (input from 500 ms
 * on). Sample n, from 1, is n/8 m/s^2 and -n/64 rad/s, plus the axis; every fiftieth fetch fails. */
#include <stdio.h>
#include <stdlib.h>
#include <zephyr/device.h>
#include <zephyr/drivers/sensor.h>
#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>
#include <zephyr/random/random.h>
#include <zephyr/sys/ring_buffer.h>

const struct device board_uart = {"uart"}, board_imu = {"imu"};

static int64_t now_us, next_us;
static struct k_timer *running;
static uart_irq_callback_user_data_t isr;
static bool rx_on, tx_on;
static int room, fetched;

bool device_is_ready(const struct device *dev)
{
    return dev->name != NULL;
}

void k_sem_give(struct k_sem *sem)
{
    sem->count = sem->count < sem->limit ? sem->count + 1 : sem->limit;
}

static void interrupts(void)
{
    if (running && now_us >= next_us) {
        next_us += running->period_us;
        running->status++;
        running->expired(running);
    }
    room = 11;
    isr(&board_uart, NULL);
}

int k_sem_take(struct k_sem *sem, k_timeout_t timeout)
{
    (void)timeout;
    while (sem->count == 0) {
        now_us += 1000;
        if (now_us > 3000000) {
            fflush(stdout);
            exit(0);
        }
        interrupts();
    }
    sem->count--;
    return 0;
}

void k_timer_start(struct k_timer *timer, k_timeout_t duration, k_timeout_t period)
{
    running = timer;
    next_us = now_us + duration.us;
    timer->period_us = period.us;
}

uint32_t k_timer_status_get(struct k_timer *timer)
{
    const uint32_t status = timer->status;
    timer->status = 0;
    return status;
}

int64_t k_uptime_ticks(void)
{
    return now_us / 100;
}

uint64_t k_ticks_to_us_floor64(uint64_t t)
{
    return t * 100;
}

unsigned int irq_lock(void)
{
    return 0;
}

void irq_unlock(unsigned int key)
{
    (void)key;
}

int sensor_sample_fetch(const struct device *dev)
{
    (void)dev;
    fetched++;
    return fetched % 50 == 0 ? -5 : 0;
}

int sensor_channel_get(const struct device *dev, enum sensor_channel chan, struct sensor_value *val)
{
    (void)dev;
    for (int axis = 0; axis < 3; axis++) {
        const int64_t micro = chan == SENSOR_CHAN_ACCEL_XYZ ? fetched * 125000LL : -fetched * 15625LL;
        val[axis].val1 = (int32_t)((micro + axis * 1000000) / 1000000);
        val[axis].val2 = (int32_t)((micro + axis * 1000000) % 1000000);
    }
    return 0;
}

int uart_irq_callback_user_data_set(const struct device *dev, uart_irq_callback_user_data_t cb, void *user_data)
{
    (void)dev;
    (void)user_data;
    isr = cb;
    return 0;
}

int uart_irq_update(const struct device *dev)
{
    (void)dev;
    return 1;
}

int uart_irq_rx_ready(const struct device *dev)
{
    const int next = rx_on && now_us >= 500000 ? getc(stdin) : EOF;
    (void)dev;
    if (next == EOF) {
        return 0;
    }
    ungetc(next, stdin);
    return 1;
}

int uart_irq_tx_ready(const struct device *dev)
{
    (void)dev;
    return tx_on && room > 0;
}

int uart_irq_is_pending(const struct device *dev)
{
    return uart_irq_rx_ready(dev) || uart_irq_tx_ready(dev);
}

void uart_irq_rx_enable(const struct device *dev)
{
    (void)dev;
    rx_on = true;
}

void uart_irq_tx_enable(const struct device *dev)
{
    (void)dev;
    tx_on = true;
}

void uart_irq_tx_disable(const struct device *dev)
{
    (void)dev;
    tx_on = false;
}

int uart_fifo_read(const struct device *dev, uint8_t *rx_data, const int size)
{
    (void)dev;
    return (int)fread(rx_data, 1, (size_t)size, stdin);
}

int uart_fifo_fill(const struct device *dev, const uint8_t *tx_data, int size)
{
    const int taken = size < room ? size : room;
    (void)dev;
    room -= taken;
    return (int)fwrite(tx_data, 1, (size_t)taken, stdout);
}

uint32_t ring_buf_capacity_get(const struct ring_buf *buf)
{
    return buf->size;
}

uint32_t ring_buf_put(struct ring_buf *buf, const uint8_t *data, uint32_t size)
{
    uint32_t put = 0;
    for (; put < size && buf->count < buf->size; put++, buf->count++) {
        buf->buffer[(buf->head + buf->count) % buf->size] = data[put];
    }
    return put;
}

uint32_t ring_buf_get_claim(struct ring_buf *buf, uint8_t **data, uint32_t size)
{
    const uint32_t straight = buf->size - buf->head;
    const uint32_t there = buf->count < straight ? buf->count : straight;
    *data = buf->buffer + buf->head;
    return there < size ? there : size;
}

int ring_buf_get_finish(struct ring_buf *buf, uint32_t size)
{
    buf->head = (buf->head + size) % buf->size;
    buf->count -= size;
    return 0;
}

uint32_t ring_buf_get(struct ring_buf *buf, uint8_t *data, uint32_t size)
{
    uint32_t got = 0;
    for (; got < size && buf->count > 0; got++) {
        data[got] = buf->buffer[buf->head];
        ring_buf_get_finish(buf, 1);
    }
    return got;
}

uint32_t sys_rand32_get(void)
{
    return 0x12345678;
}
