/* From reset to main on any Cortex-M: vector table, FPU or Helium on, .data copied, .bss cleared. Nothing of a board:
 * its clocks, caches and pins are for its own code, called from main. */

#include <stdint.h>

#include "semihosting.h"

/* cortex-m.ld */
extern void __stack_top(void);
extern uint32_t __data_load, __data_start, __data_end, __bss_start, __bss_end;

int main(void);
void SysTick_Handler(void);
void Reset_Handler(void);

#define VTOR (*(volatile uint32_t *)0xE000ED08u)
#define CCR (*(volatile uint32_t *)0xE000ED14u)
#define CPACR (*(volatile uint32_t *)0xE000ED88u)

static void fault(void)
{
    semihosting_print("fault\n");
    semihosting_exit(1);
}

void SysTick_Handler(void) __attribute__((weak, alias("unused")));
static void __attribute__((used)) unused(void)
{
}

__attribute__((section(".vectors"), aligned(128), used)) static void (*const vectors[16])(void) = {
    [0] = __stack_top,
    [1] = Reset_Handler,
    [2] = fault, /* NMI */
    [3] = fault, /* hard */
    [4] = fault, /* memory management */
    [5] = fault, /* bus */
    [6] = fault, /* usage */
    [7] = fault, /* secure */
    [11] = fault, /* SVC */
    [12] = fault, /* debug monitor */
    [14] = fault, /* PendSV */
    [15] = SysTick_Handler,
};

void Reset_Handler(void)
{
    VTOR = (uint32_t)vectors;
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
    CPACR |= 0xFu << 20; /* without it the first floating-point instruction faults */
    __asm volatile("dsb\n isb" ::: "memory");
#endif
#if defined(__ARM_FEATURE_MVE)
    CCR |= 1u << 19; /* low-overhead loops (LOB) */
    __asm volatile("dsb\n isb" ::: "memory");
#endif
    const uint32_t *from = &__data_load;
    for (uint32_t *to = &__data_start; to < &__data_end; to++) {
        *to = *from++;
    }
    for (uint32_t *to = &__bss_start; to < &__bss_end; to++) {
        *to = 0;
    }
    semihosting_exit(main());
}
