/* Processor cycles since ticks_start, from SysTick, which every Cortex-M has. (QEMU counts time, not cycles.) */

#ifndef TICKS_H
#define TICKS_H

#include <stdint.h>

void ticks_start(void);
uint32_t ticks(void);

#endif
