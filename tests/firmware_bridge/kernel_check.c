/* Holds every function of a kernel against the portable one on random arguments of many shapes, ends of ranges included:
 * equal to the last bit, and not a byte written outside the output. Prints what differs, else "equal". */
#include "KERNELS.h"

#include "kernel_table.h"

#if defined(ON_LINUX)
#include <stdio.h>
#define say(text) fputs(text, stdout)
#define say_number(value) printf("%u", value)
#else
#include "semihosting.h"
#define say(text) semihosting_print(text)
#define say_number(value) semihosting_print_unsigned(value)
#endif

enum { ROWS = 25, INPUTS = 200, COLUMNS = 70, SIZE = ROWS * INPUTS, GUARD = 64 };

static union { /* inputs of a call, and 64 bytes behind as in a state */
    int8_t i8[SIZE + GUARD];
    uint8_t u8[SIZE + GUARD];
    int16_t i16[SIZE + GUARD];
} x __attribute__((aligned(64)));
static int16_t y[SIZE + GUARD] __attribute__((aligned(64)));
static int16_t gamma_[SIZE + GUARD], beta_[SIZE + GUARD], gamma_b[SIZE + GUARD], beta_b[SIZE + GUARD];
static int8_t rest[SIZE + GUARD] __attribute__((aligned(64)));
static int8_t weight[(INPUTS + 4) * (COLUMNS + 16)] __attribute__((aligned(64)));
static int32_t bias[COLUMNS + 16], correction[COLUMNS + 16];
static int8_t shift[COLUMNS + 16];
static union {
    int8_t i8[4 * SIZE];
    int16_t i16[2 * SIZE];
    float f32[SIZE];
} slow, fast;

static uint32_t seed = 1;
static unsigned failures;

static uint32_t random_bits(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed;
}

static int below(int n) { return (int)(random_bits() % (uint32_t)n); }
static int between(int low, int high) { return low + below(high - low + 1); }
static const struct kernel_table *both[2] = {&portable_table, &fast_table};

static void fill(void *out, int bytes)
{
    const int kind = below(8);
    for (int i = 0; i < bytes; i++) {
        const uint32_t bits = random_bits() >> 8;
        ((uint8_t *)out)[i] = (uint8_t)(kind == 0   ? (bits & 1 ? 0x80 : 0x7F)
                                        : kind == 1 ? (bits & 1 ? 0xFF : 0x80)
                                        : kind == 2 ? 0x80
                                        : kind == 3 ? 0xFF
                                                    : bits);
    }
}

static void fill_limited(int16_t *out, int n, int limit)
{
    for (int i = 0; i < n; i++) out[i] = (int16_t)(below(10) ? between(-limit, limit) : below(2) ? limit : -limit);
}

static void begin(void)
{
    memset(&slow, 0x55, sizeof slow);
    memset(&fast, 0x55, sizeof fast);
}

static void *result(int which) { return which ? (void *)&fast : (void *)&slow; }

static void compare(const char *what, int a, int b, int c)
{
    const int8_t *p = slow.i8, *q = fast.i8;
    for (unsigned i = 0; i < sizeof slow; i++) {
        if (p[i] != q[i]) {
            say(what);
            say(" differs: ");
            say_number((unsigned)a);
            say(" ");
            say_number((unsigned)b);
            say(" ");
            say_number((unsigned)c);
            say(" at byte ");
            say_number(i);
            say("\n");
            failures++;
            return;
        }
    }
}

static struct product random_product(int inputs, int columns, int limit, int low_shift, int high_shift, int bias_bits)
{
    const int groups = (inputs + 3) / 4, tiles = (columns + 15) / 16, extreme = below(4) == 0;
    memset(weight, 0, sizeof weight);
    memset(bias, 0, sizeof bias);
    memset(shift, 0, sizeof shift);
    memset(correction, 0, sizeof correction);
    for (int k = 0; k < columns; k++) {
        for (int c = 0; c < inputs; c++) {
            const int w = extreme ? (below(2) ? limit : -limit) : between(-limit, limit);
            weight[((k / 16 * groups + c / 4) * 16 + k % 16) * 4 + c % 4] = (int8_t)w;
            correction[k] += 128 * w;
        }
        bias[k] = below(2) ? between(-(1 << bias_bits), 1 << bias_bits) : 0;
        shift[k] = (int8_t)(below(3) ? between(5, 12) : between(low_shift, high_shift));
    }
    (void)tiles;
    const struct product p = {weight, bias, correction, shift, inputs, columns};
    return p;
}

static void check_products(void)
{
    const int rows = 1 + below(below(4) ? 8 : ROWS), inputs = 1 + below(INPUTS), columns = 1 + below(COLUMNS);
    struct product p = random_product(inputs, columns, 63, -8, 30, 20);
    fill(&x, sizeof x);
    begin();
    for (int k = 0; k < 2; k++) both[k]->product_int8(&p, x.i8, rows, result(k));
    compare("product_int8", rows, inputs, columns);
    begin();
    for (int k = 0; k < 2; k++) both[k]->product_uint8(&p, x.u8, rows, result(k));
    compare("product_uint8", rows, inputs, columns);

    p = random_product(inputs, columns, 127, -8, 33, 28);
    fill(&x, sizeof x);
    begin();
    for (int k = 0; k < 2; k++) both[k]->product_int16(&p, x.i16, rows, result(k));
    compare("product_int16", rows, inputs, columns);

    p = random_product(inputs, columns, 127, -100, 100, 20);
    begin();
    for (int k = 0; k < 2; k++) both[k]->head(&p, x.u8, rows, result(k));
    compare("head", rows, inputs, columns);
}

static void check_graph_product(void)
{
    static uint16_t first[3 * ROWS + 1];
    static uint8_t source[3 * ROWS * ROWS];
    static int8_t coefficient[3 * ROWS * ROWS];
    const int joints = 1 + below(ROWS), columns = 1 + below(60), rows = joints * (1 + below(3));
    int terms = 0;
    for (int r = 0; r < rows; r++) {
        first[r] = (uint16_t)terms;
        for (int v = 0; v < joints; v++) {
            if (below(joints) < (below(4) ? 1 : 3)) {
                source[terms] = (uint8_t)v;
                coefficient[terms++] = (int8_t)between(-127, 127);
            }
        }
    }
    first[rows] = (uint16_t)terms;
    const struct graph g = {first, source, coefficient, rows, below(3) ? between(5, 9) : between(-8, 30)};
    fill(&x, sizeof x);
    begin();
    for (int k = 0; k < 2; k++) both[k]->graph_product_int8(&g, x.i8, columns, result(k));
    compare("graph_product_int8", rows, columns, terms);
    begin();
    for (int k = 0; k < 2; k++) both[k]->graph_product_uint8(&g, x.u8, columns, result(k));
    compare("graph_product_uint8", rows, columns, terms);
}

static void check_window(void)
{
    const int n = 1 + below(below(2) ? 100 : SIZE), parts = below(4);
    struct moments sums[2];
    fill(&x, sizeof x);
    fill_limited(y, n, 8000);
    fill_limited(gamma_, n, 8000);
    begin();
    for (int k = 0; k < 2; k++)
        sums[k] = both[k]->window(x.i8, parts & 1 ? y : NULL, parts & 2 ? gamma_ : NULL, n, result(k));
    if (sums[0].sum != sums[1].sum || sums[0].squares != sums[1].squares) fast.i8[0] ^= 1;
    compare("window", n, parts, 0);
    begin();
    for (int k = 0; k < 2; k++) sums[k] = both[k]->moments_int8(x.i8, n);
    if (sums[0].sum != sums[1].sum || sums[0].squares != sums[1].squares) fast.i8[0] ^= 1;
    compare("moments_int8", n, 0, 0);

    begin();
    fill_limited(slow.i16, n, 16000);
    memcpy(&fast, &slow, sizeof slow);
    for (int k = 0; k < 2; k++) both[k]->advance_int8_int16(result(k), x.i8, rest, n);
    compare("advance_int8_int16", n, 0, 0);
}

static struct norm random_norm(int16_t *gamma, int16_t *beta, int n)
{
    fill_limited(gamma, n, 32767);
    fill_limited(beta, n, 32767);
    /* 1 / sqrt of squares between 1 and 2^31; an odd number of bits of mean and inverse */
    const float mean = (float)between(-8000000, 8000000) / (float)between(1000, 3000000);
    const float inverse = power_of_two(-between(1, 14)) * (float)between(1 << 22, 1 << 23) * power_of_two(-23);
    const struct norm a = {gamma, beta, power_of_two(-between(5, 13)), power_of_two(-between(11, 15)), mean, inverse};
    return a;
}

static void check_activations(void)
{
    const int n = 1 + below(below(2) ? 100 : SIZE);
    const float scale = power_of_two(between(0, 8)), residual_scale = power_of_two(-between(0, 8));
    const struct norm a = random_norm(gamma_, beta_, n);
    fill_limited(y, n, below(2) ? WINDOW_LIMIT : 300);
    fill(rest, sizeof rest);
    begin();
    for (int k = 0; k < 2; k++) both[k]->activate_norm(&a, y, n, scale, result(k));
    compare("activate_norm", n, 0, 0);
    begin();
    for (int k = 0; k < 2; k++) both[k]->activate_norm_int8(&a, y, rest, residual_scale, n, scale, result(k));
    compare("activate_norm_int8", n, 0, 0);
    begin();
    for (int k = 0; k < 2; k++)
        both[k]->activate_norm_uint8(&a, y, (const uint8_t *)rest, residual_scale, n, scale, result(k));
    compare("activate_norm_uint8", n, 0, 0);
    const struct norm b = random_norm(gamma_b, beta_b, n);
    begin();
    for (int k = 0; k < 2; k++) both[k]->activate_norm_norm(&a, y, &b, rest, n, scale, result(k));
    compare("activate_norm_norm", n, 0, 0);
}

int main(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        check_products();
        check_graph_product();
        check_window();
        check_activations();
    }
    say(portable_table.name);
    say(" ");
    say(fast_table.name);
    say(failures ? " differ\n" : " equal\n");
    return failures != 0;
}
