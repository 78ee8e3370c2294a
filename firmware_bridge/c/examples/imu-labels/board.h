/* What main.c needs of a board; write these functions for yours. Two emulated ones are here: board_semihosting.c reads
 * and writes files as fast as it can, board_mps2.c runs in real time and has a UART. */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>

#define ACC_RANGE_G 8          /* what a count of 32768 stands for */
#define GYRO_RANGE_DEG_S 2000

/* Names of the nodes in the order of the model's joints (NAME.h). */
extern const char *const board_nodes[];

uint32_t board_micros(void);

/* Another number at every start: random, or a counter in flash. */
uint16_t board_boot(void);

/* 1: the next instant of all nodes; acc x y z, gyro x y z of node 0, of node 1, ... in counts, and when they were
 * sampled, of board_micros. 0: not yet (here you may sleep until a sample or a byte comes). -1: there are no more. */
int board_sample(uint32_t *time, int16_t *values);

/* As rtstgcn_write of rtstgcn_wire.h. */
int board_write(void *context, const uint8_t *data, size_t size);

/* Bytes that came from the host, up to `most`. */
size_t board_read(uint8_t *bytes, size_t most);

#endif
