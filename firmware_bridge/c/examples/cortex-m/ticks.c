#include "ticks.h"

#define SYST_CSR (*(volatile uint32_t *)0xE000E010u)
#define SYST_RVR (*(volatile uint32_t *)0xE000E014u)
#define SYST_CVR (*(volatile uint32_t *)0xE000E018u)

static volatile uint32_t wraps;

void SysTick_Handler(void);
void SysTick_Handler(void)
{
    wraps++;
}

void ticks_start(void)
{
    SYST_RVR = 0xFFFFFF;
    SYST_CVR = 0;
    SYST_CSR = 7; /* on, with its interrupt, at the processor's clock */
}

uint32_t ticks(void)
{
    uint32_t before, count;
    do { /* once more where it wrapped in between */
        before = wraps;
        count = (0u - SYST_CVR) & 0xFFFFFF; /* it counts down, and interrupts as it reaches 0 */
    } while (before != wraps);
    return (before << 24) + count;
}
