/* The declarations of Zephyr's documentation that the example uses; board.c implements them on a host. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARG_UNUSED(x) (void)(x)
#define CLAMP(value, low, high) ((value) < (low) ? (low) : (value) > (high) ? (high) : (value))

typedef struct {
    int64_t us;
} k_timeout_t;
#define K_USEC(t) ((k_timeout_t){(t)})
#define K_FOREVER ((k_timeout_t){-1})

struct k_sem {
    unsigned count, limit;
};
#define K_SEM_DEFINE(name, initial, most) struct k_sem name = {initial, most}
void k_sem_give(struct k_sem *sem);
int k_sem_take(struct k_sem *sem, k_timeout_t timeout);

struct k_timer {
    void (*expired)(struct k_timer *timer);
    int64_t period_us;
    uint32_t status;
};
#define K_TIMER_DEFINE(name, expiry, stop) struct k_timer name = {expiry, 0, (stop) != NULL}
void k_timer_start(struct k_timer *timer, k_timeout_t duration, k_timeout_t period);
uint32_t k_timer_status_get(struct k_timer *timer);

int64_t k_uptime_ticks(void);
uint64_t k_ticks_to_us_floor64(uint64_t t);
unsigned int irq_lock(void);
void irq_unlock(unsigned int key);
