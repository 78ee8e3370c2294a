/* ---- Kernel "dsp": Cortex-M with the DSP extension (M4, M7, M33), which multiplies and adds two pairs of 16 bits - */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_dsp

/* Bytes 0 and 2 of four, or 1 and 3, as two halves of 16 bits. */
INLINE uint32_t even_bytes(uint32_t x, int is_signed)
{
    uint32_t halves;
    if (is_signed) {
        __asm("sxtb16 %0, %1" : "=r"(halves) : "r"(x));
    } else {
        __asm("uxtb16 %0, %1" : "=r"(halves) : "r"(x));
    }
    return halves;
}

INLINE uint32_t odd_bytes(uint32_t x, int is_signed)
{
    uint32_t halves;
    if (is_signed) {
        __asm("sxtb16 %0, %1, ror #8" : "=r"(halves) : "r"(x));
    } else {
        __asm("uxtb16 %0, %1, ror #8" : "=r"(halves) : "r"(x));
    }
    return halves;
}

INLINE int32_t add_products(uint32_t a, uint32_t b, int32_t sum)
{
    __asm("smlad %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b) : "cc");
    return sum;
}

INLINE int64_t add_squares(uint32_t a, int64_t sum)
{
    __asm("smlald %Q0, %R0, %1, %1" : "+r"(sum) : "r"(a));
    return sum;
}

INLINE uint32_t add_halves(uint32_t a, uint32_t b)
{
    __asm("sadd16 %0, %0, %1" : "+r"(a) : "r"(b) : "cc");
    return a;
}

INLINE uint32_t subtract_halves(uint32_t a, uint32_t b)
{
    __asm("ssub16 %0, %0, %1" : "+r"(a) : "r"(b) : "cc");
    return a;
}

/* The lower halves of a and b, or the upper ones, b above. */
INLINE uint32_t lower_halves(uint32_t a, uint32_t b)
{
    uint32_t both;
    __asm("pkhbt %0, %1, %2, lsl #16" : "=r"(both) : "r"(a), "r"(b));
    return both;
}

INLINE uint32_t upper_halves(uint32_t a, uint32_t b)
{
    uint32_t both;
    __asm("pkhtb %0, %1, %2, asr #16" : "=r"(both) : "r"(b), "r"(a));
    return both;
}

INLINE uint32_t word(const void *from)
{
    uint32_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

INLINE void store_word(void *to, uint32_t value)
{
    memcpy(to, &value, sizeof value);
}

/* What `rescaled` adds before it shifts, less the bit that makes it even. */
INLINE int32_t below_half(int shift)
{
    return shift > 0 ? (1 << (shift - 1)) - 1 : 0;
}

/* rescaled, in six instructions where 0 < shift. */
INLINE int8_t rounded(int32_t x, int shift, int32_t half)
{
    if (shift <= 0) {
        return rescaled(x, shift);
    }
    x = (x + half + ((x >> shift) & 1)) >> shift;
    __asm("ssat %0, #8, %0" : "+r"(x) : : "cc");
    return (int8_t)x;
}

/* Two columns of two rows: all that the registers hold. */
struct block {
    int32_t a0, a1, b0, b1;
};

INLINE struct block product_block(const uint8_t *a, const uint8_t *b, int groups, const int8_t *weight,
                                  const int32_t *bias, const int is_signed)
{
    struct block sums = {bias[0], bias[1], bias[0], bias[1]};
    for (int left = groups; left > 0; left--) {
        const uint32_t w0 = word(weight), w1 = word(weight + 4), four_a = word(a), four_b = word(b);
        const uint32_t even0 = even_bytes(w0, 1), odd0 = odd_bytes(w0, 1);
        const uint32_t even1 = even_bytes(w1, 1), odd1 = odd_bytes(w1, 1);
        const uint32_t even_a = even_bytes(four_a, is_signed), odd_a = odd_bytes(four_a, is_signed);
        sums.a0 = add_products(odd_a, odd0, add_products(even_a, even0, sums.a0));
        sums.a1 = add_products(odd_a, odd1, add_products(even_a, even1, sums.a1));
        const uint32_t even_b = even_bytes(four_b, is_signed), odd_b = odd_bytes(four_b, is_signed);
        sums.b0 = add_products(odd_b, odd0, add_products(even_b, even0, sums.b0));
        sums.b1 = add_products(odd_b, odd1, add_products(even_b, even1, sums.b1));
        a += 4, b += 4, weight += 64;
    }
    return sums;
}

INLINE void product_dsp(const struct product *p, const uint8_t *x, int rows, const int is_signed, int8_t *out)
{
    const int groups = (p->inputs + 3) / 4, columns = p->columns, inputs = p->inputs;
    for (int column = 0; column < columns; column += 2) {
        const int8_t *weight = p->weight + (column / 16 * groups * 16 + column % 16) * 4;
        const int shift0 = p->shift[column], shift1 = p->shift[column + 1], two = column + 1 < columns;
        const int32_t half0 = below_half(shift0), half1 = below_half(shift1);
        const uint8_t *a = x;
        int8_t *to = out + column;
        for (int left = rows; left > 0; left -= 2, a += 2 * inputs, to += 2 * columns) {
            const uint8_t *b = left > 1 ? a + inputs : a; /* a last row alone is computed twice */
            const struct block sums = product_block(a, b, groups, weight, p->bias + column, is_signed);
            to[0] = rounded(sums.a0, shift0, half0);
            if (two) {
                to[1] = rounded(sums.a1, shift1, half1);
            }
            if (left > 1) {
                to[columns] = rounded(sums.b0, shift0, half0);
                if (two) {
                    to[columns + 1] = rounded(sums.b1, shift1, half1);
                }
            }
        }
    }
}

#define HAVE_PRODUCT_8
KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    product_dsp(p, (const uint8_t *)x, rows, 1, out);
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    product_dsp(p, x, rows, 0, out);
}

/* Row r of the graph product: four columns at a time, and the last ones with what lies behind them. */
INLINE void graph_product_dsp(const struct graph *g, const uint8_t *x, int columns, const int is_signed, int8_t *out)
{
    const int shift = g->shift;
    const int32_t half = below_half(shift);
    for (int row = 0; row < g->rows; row++) {
        const int begin = g->begin[row], end = g->begin[row + 1];
        if (begin == end) {
            memset(out, 0, (size_t)columns);
            out += columns;
            continue;
        }
        for (int column = 0; column < columns; column += 4, out += 4) {
            int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (int i = begin; i < end; i++) {
                const uint32_t four = word(x + g->source[i] * columns + column);
                const uint32_t even = even_bytes(four, is_signed), odd = odd_bytes(four, is_signed);
                const int coefficient = g->coefficient[i];
                s0 += (int16_t)even * coefficient;
                s1 += (int16_t)odd * coefficient;
                s2 += ((int32_t)even >> 16) * coefficient;
                s3 += ((int32_t)odd >> 16) * coefficient;
            }
            const int left = columns - column;
            out[0] = rounded(s0, shift, half);
            if (left > 1) {
                out[1] = rounded(s1, shift, half);
            }
            if (left > 2) {
                out[2] = rounded(s2, shift, half);
            }
            if (left > 3) {
                out[3] = rounded(s3, shift, half);
            }
        }
        out += columns % 4 == 0 ? 0 : columns % 4 - 4;
    }
}

#define HAVE_GRAPH_PRODUCT_8
KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out)
{
    graph_product_dsp(g, (const uint8_t *)x, columns, 1, out);
}

KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out)
{
    graph_product_dsp(g, x, columns, 0, out);
}
#endif
