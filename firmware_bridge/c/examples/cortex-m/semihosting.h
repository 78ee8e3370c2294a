/* A few calls to the debugger's host (Arm semihosting): QEMU answers them, and so do OpenOCD, pyOCD and J-Link. Without
 * a debugger the breakpoint faults, so firmware that runs alone prints over its own UART instead. */

#ifndef SEMIHOSTING_H
#define SEMIHOSTING_H

#include <stddef.h>

void semihosting_print(const char *text);
void semihosting_print_unsigned(unsigned value);

/* A file in the host's working folder: a handle, or -1. `mode` is that of fopen. */
int semihosting_open(const char *name, const char *mode);

/* Bytes read, fewer at the end of the file. */
size_t semihosting_read(int file, void *to, size_t bytes);

/* 0 when all bytes were written. */
int semihosting_write(int file, const void *from, size_t bytes);

/* Leaves the emulator with 0 or 1; stops in the debugger. */
void semihosting_exit(int status) __attribute__((noreturn));

#endif
