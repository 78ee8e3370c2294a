/* ---- Kernels "neon" and "neon-dot": aarch64 without and with the dot product of bytes (Armv8.2) ------------------ */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon || RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon_dot
#include <arm_neon.h>

#if !defined(__aarch64__)
#error "the NEON kernels are for aarch64: 32-bit NEON cannot round halves to even"
#endif

/* Four integers times 2^-shift, rounded (halves to even). */
INLINE int32x4_t rounded(int32x4_t x, float32x4_t factor)
{
    return vcvtnq_s32_f32(vmulq_f32(vcvtq_f32_s32(x), factor));
}

INLINE int8x16_t narrowed(const int32x4_t x[4])
{
    const int16x8_t low = vqmovn_high_s32(vqmovn_s32(x[0]), x[1]), high = vqmovn_high_s32(vqmovn_s32(x[2]), x[3]);
    return vqmovn_high_s16(vqmovn_s16(low), high);
}

INLINE void store(int8_t *to, int8x16_t x, int n)
{
    if (n >= 16) {
        vst1q_s8(to, x);
    } else {
        int8_t all[16];
        vst1q_s8(all, x);
        memcpy(to, all, (size_t)n);
    }
}

/* 2^-shift of 16 columns. */
INLINE void factors(const int8_t *shift, float32x4_t factor[4])
{
    for (int j = 0; j < 4; j++) {
        const int8_t *four = shift + 4 * j;
        const int32x4_t shifts = {four[0], four[1], four[2], four[3]};
        factor[j] = vreinterpretq_f32_s32(vshlq_n_s32(vsubq_s32(vdupq_n_s32(127), shifts), 23));
    }
}

/* 16 bytes of x as signed ones. */
INLINE int8x16_t signed_bytes(const uint8_t *x, int is_signed)
{
    const uint8x16_t bytes = vld1q_u8(x);
    return vreinterpretq_s8_u8(is_signed ? bytes : veorq_u8(bytes, vdupq_n_u8(0x80)));
}

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon_dot
enum { ROWS_AT_ONCE = 4 };

/* A tile of 16 columns of up to four rows. */
INLINE void tile_sums(const uint8_t *x, int inputs, const int8_t *weight, const int rows, const int is_signed,
                      int32x4_t sums[4][4])
{
    int left = (inputs + 3) / 4;
    for (; left >= 4; left -= 4, x += 16, weight += 256) {
        int8x16_t four[4];
        for (int r = 0; r < rows; r++) {
            four[r] = signed_bytes(x + r * inputs, is_signed);
        }
#define GROUP(g)                                                                                        \
    for (int j = 0; j < 4; j++) {                                                                       \
        const int8x16_t w = vld1q_s8(weight + 64 * g + 16 * j);                                         \
        for (int r = 0; r < rows; r++) sums[r][j] = vdotq_laneq_s32(sums[r][j], w, four[r], g);         \
    }
        GROUP(0)
        GROUP(1)
        GROUP(2)
        GROUP(3)
#undef GROUP
    }
    for (; left > 0; left--, x += 4, weight += 64) {
        int8x16_t one[4];
        for (int r = 0; r < rows; r++) {
            one[r] = signed_bytes(x + r * inputs, is_signed);
        }
        for (int j = 0; j < 4; j++) {
            const int8x16_t w = vld1q_s8(weight + 16 * j);
            for (int r = 0; r < rows; r++) {
                sums[r][j] = vdotq_laneq_s32(sums[r][j], w, one[r], 0);
            }
        }
    }
}
#else
enum { ROWS_AT_ONCE = 2 };

/* 4 inputs of x, for 4 columns each. */
INLINE int8x16_t repeated(int8x16_t x, const int group)
{
    const int32x4_t words = vreinterpretq_s32_s8(x);
    return vreinterpretq_s8_s32(group == 0   ? vdupq_laneq_s32(words, 0)
                                : group == 1 ? vdupq_laneq_s32(words, 1)
                                : group == 2 ? vdupq_laneq_s32(words, 2)
                                             : vdupq_laneq_s32(words, 3));
}

INLINE int16x8_t add_low(int16x8_t sums, int8x16_t a, int8x16_t b)
{
    return vmlal_s8(sums, vget_low_s8(a), vget_low_s8(b));
}

/* As many as four products below 63 * 128 fit into 16 bits. Even and odd pairs of inputs are summed apart, for half a
 * tile at a time, to stay in the registers. */
INLINE void tile_sums(const uint8_t *x, int inputs, const int8_t *weight, const int rows, const int is_signed,
                      int32x4_t sums[2][4])
{
    const int groups = (inputs + 3) / 4;
    for (int half = 0; half < 2; half++) {
        int32x4_t pairs[2][4];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < 4; j++) {
                pairs[r][j] = vdupq_n_s32(0);
            }
        }
        const uint8_t *at = x;
        const int8_t *w = weight + 32 * half;
        int left = groups;
        for (; left >= 4; left -= 4, at += 16, w += 256) {
            int8x16_t four[2];
            for (int r = 0; r < rows; r++) {
                four[r] = signed_bytes(at + r * inputs, is_signed);
            }
            for (int j = 0; j < 2; j++) {
                const int8x16_t w0 = vld1q_s8(w + 16 * j), w1 = vld1q_s8(w + 64 + 16 * j);
                const int8x16_t w2 = vld1q_s8(w + 128 + 16 * j), w3 = vld1q_s8(w + 192 + 16 * j);
                for (int r = 0; r < rows; r++) {
                    const int8x16_t x0 = repeated(four[r], 0), x1 = repeated(four[r], 1);
                    const int8x16_t x2 = repeated(four[r], 2), x3 = repeated(four[r], 3);
                    int16x8_t low = vmull_s8(vget_low_s8(w0), vget_low_s8(x0)), high = vmull_high_s8(w0, x0);
                    low = add_low(add_low(add_low(low, w1, x1), w2, x2), w3, x3);
                    high = vmlal_high_s8(vmlal_high_s8(vmlal_high_s8(high, w1, x1), w2, x2), w3, x3);
                    pairs[r][2 * j] = vpadalq_s16(pairs[r][2 * j], low);
                    pairs[r][2 * j + 1] = vpadalq_s16(pairs[r][2 * j + 1], high);
                }
            }
        }
        for (; left > 0; left--, at += 4, w += 64) {
            for (int r = 0; r < rows; r++) {
                const int8x16_t one = repeated(signed_bytes(at + r * inputs, is_signed), 0);
                for (int j = 0; j < 2; j++) {
                    const int8x16_t w0 = vld1q_s8(w + 16 * j);
                    pairs[r][2 * j] = vpadalq_s16(pairs[r][2 * j], vmull_s8(vget_low_s8(w0), vget_low_s8(one)));
                    pairs[r][2 * j + 1] = vpadalq_s16(pairs[r][2 * j + 1], vmull_high_s8(w0, one));
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < 2; j++) {
                const int32x4_t sum = vpaddq_s32(pairs[r][2 * j], pairs[r][2 * j + 1]);
                sums[r][2 * half + j] = vaddq_s32(sums[r][2 * half + j], sum);
            }
        }
    }
}
#endif

/* Some rows of all columns. */
INLINE void product_rows(const struct product *p, const uint8_t *x, const int rows, const int is_signed, int8_t *out)
{
    const int groups = (p->inputs + 3) / 4;
    for (int column = 0; column < p->columns; column += 16) {
        int32x4_t sums[ROWS_AT_ONCE][4];
        for (int j = 0; j < 4; j++) {
            int32x4_t start = vld1q_s32(p->bias + column + 4 * j);
            if (!is_signed) {
                start = vaddq_s32(start, vld1q_s32(p->correction + column + 4 * j));
            }
            for (int r = 0; r < rows; r++) {
                sums[r][j] = start;
            }
        }
        tile_sums(x, p->inputs, p->weight + column * groups * 4, rows, is_signed, sums);
        float32x4_t factor[4];
        factors(p->shift + column, factor);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < 4; j++) {
                sums[r][j] = rounded(sums[r][j], factor[j]);
            }
            store(out + r * p->columns + column, narrowed(sums[r]), p->columns - column);
        }
    }
}

INLINE void product_neon(const struct product *p, const uint8_t *x, int rows, const int is_signed, int8_t *out)
{
    for (; rows >= ROWS_AT_ONCE; rows -= ROWS_AT_ONCE, x += ROWS_AT_ONCE * p->inputs, out += ROWS_AT_ONCE * p->columns) {
        product_rows(p, x, ROWS_AT_ONCE, is_signed, out);
    }
    for (; rows > 0; rows--, x += p->inputs, out += p->columns) {
        product_rows(p, x, 1, is_signed, out);
    }
}

#define HAVE_PRODUCT_8
KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    product_neon(p, (const uint8_t *)x, rows, 1, out);
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    product_neon(p, x, rows, 0, out);
}

INLINE void graph_product_neon(const struct graph *g, const uint8_t *x, int columns, const int is_signed, int8_t *out)
{
    const float32x4_t factor = vdupq_n_f32(power_of_two(-g->shift));
    for (int row = 0; row < g->rows; row++, out += columns) {
        for (int column = 0; column < columns; column += 16) {
            int32x4_t sums[4];
            for (int j = 0; j < 4; j++) {
                sums[j] = vdupq_n_s32(0);
            }
            for (int i = g->begin[row]; i < g->begin[row + 1]; i++) {
                const uint8x16_t bytes = vld1q_u8(x + g->source[i] * columns + column);
                const int8x16_t s = vreinterpretq_s8_u8(bytes);
                int16x8_t low = vmovl_s8(vget_low_s8(s)), high = vmovl_high_s8(s);
                if (!is_signed) {
                    low = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(bytes)));
                    high = vreinterpretq_s16_u16(vmovl_high_u8(bytes));
                }
                const int16_t coefficient = g->coefficient[i];
                sums[0] = vmlal_n_s16(sums[0], vget_low_s16(low), coefficient);
                sums[1] = vmlal_high_n_s16(sums[1], low, coefficient);
                sums[2] = vmlal_n_s16(sums[2], vget_low_s16(high), coefficient);
                sums[3] = vmlal_high_n_s16(sums[3], high, coefficient);
            }
            for (int j = 0; j < 4; j++) {
                sums[j] = rounded(sums[j], factor);
            }
            store(out + column, narrowed(sums), columns - column);
        }
    }
}

#define HAVE_GRAPH_PRODUCT_8
KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out)
{
    graph_product_neon(g, (const uint8_t *)x, columns, 1, out);
}

KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out)
{
    graph_product_neon(g, x, columns, 0, out);
}
#endif
