#include "semihosting.h"

#include <stdint.h>
#include <string.h>

/* Arm IHI 0035 / "Semihosting for AArch32 and AArch64", release 3.0 */
enum { SYS_OPEN = 0x01, SYS_WRITE0 = 0x04, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT = 0x18 };
enum { ADP_STOPPED_RUN_TIME_ERROR = 0x20023, ADP_STOPPED_APPLICATION_EXIT = 0x20026 };

static intptr_t call(int operation, const void *argument)
{
    register intptr_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void semihosting_print(const char *text)
{
    call(SYS_WRITE0, text);
}

void semihosting_print_unsigned(unsigned value)
{
    char text[11];
    char *digit = text + sizeof text - 1;
    *digit = 0;
    do {
        *--digit = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    semihosting_print(digit);
}

int semihosting_open(const char *name, const char *mode)
{
    static const char modes[][4] = {"r", "rb", "r+", "r+b", "w", "wb"};
    for (uintptr_t number = 0; number < sizeof modes / sizeof *modes; number++) {
        const uintptr_t block[3] = {(uintptr_t)name, number, strlen(name)};
        if (strcmp(mode, modes[number]) == 0) {
            return (int)call(SYS_OPEN, block);
        }
    }
    return -1;
}

size_t semihosting_read(int file, void *to, size_t bytes)
{
    const uintptr_t block[3] = {(uintptr_t)file, (uintptr_t)to, bytes};
    return bytes - (size_t)call(SYS_READ, block); /* the host says how many are missing */
}

int semihosting_write(int file, const void *from, size_t bytes)
{
    const uintptr_t block[3] = {(uintptr_t)file, (uintptr_t)from, bytes};
    return call(SYS_WRITE, block) != 0;
}

void semihosting_exit(int status)
{
    call(SYS_EXIT, (const void *)(status ? ADP_STOPPED_RUN_TIME_ERROR : ADP_STOPPED_APPLICATION_EXIT));
    for (;;) {
    }
}
