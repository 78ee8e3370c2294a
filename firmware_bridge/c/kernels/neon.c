/* ---- aarch64: NEON, and what differs where it has the dot product (Armv8.2) ------------------------------------------ */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon || RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon_dot
#include <arm_neon.h>

#if !defined(__aarch64__)
#error "the NEON kernels are for aarch64: 32-bit NEON cannot round halves to even"
#endif

/* Four integers times 2^-shift, rounded (halves to even). */
INLINE int32x4_t rounded(int32x4_t x, float32x4_t factor) { return vcvtnq_s32_f32(vmulq_f32(vcvtq_f32_s32(x), factor)); }

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
        const int32x4_t exponents = {127 - shift[4 * j], 127 - shift[4 * j + 1], 127 - shift[4 * j + 2], 127 - shift[4 * j + 3]};
        factor[j] = vreinterpretq_f32_s32(vshlq_n_s32(exponents, 23));
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
INLINE void tile_sums(const uint8_t *x, int inputs, const int8_t *weight, const int rows, const int is_signed, int32x4_t sums[4][4])
{
    int left = (inputs + 3) / 4;
    for (; left >= 4; left -= 4, x += 16, weight += 256) {
        int8x16_t four[4];
        for (int r = 0; r < rows; r++) four[r] = signed_bytes(x + r * inputs, is_signed);
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
        for (int r = 0; r < rows; r++) one[r] = signed_bytes(x + r * inputs, is_signed);
        for (int j = 0; j < 4; j++) {
            const int8x16_t w = vld1q_s8(weight + 16 * j);
            for (int r = 0; r < rows; r++) sums[r][j] = vdotq_laneq_s32(sums[r][j], w, one[r], 0);
        }
    }
}
#else
enum { ROWS_AT_ONCE = 2 };

/* As many as four products below 63 * 128 fit into 16 bits. Even and odd pairs of inputs are summed apart, for half a tile
 * at a time, to stay in the registers. */
INLINE void tile_sums(const uint8_t *x, int inputs, const int8_t *weight, const int rows, const int is_signed, int32x4_t sums[2][4])
{
    const int groups = (inputs + 3) / 4;
    for (int half = 0; half < 2; half++) {
        int32x4_t pairs[2][4];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < 4; j++) pairs[r][j] = vdupq_n_s32(0);
        }
        const uint8_t *at = x;
        const int8_t *w = weight + 32 * half;
        int left = groups;
        for (; left >= 4; left -= 4, at += 16, w += 256) {
            int8x16_t four[2];
            for (int r = 0; r < rows; r++) four[r] = signed_bytes(at + r * inputs, is_signed);
            for (int j = 0; j < 2; j++) {
                const int8x16_t w0 = vld1q_s8(w + 16 * j), w1 = vld1q_s8(w + 64 + 16 * j);
                const int8x16_t w2 = vld1q_s8(w + 128 + 16 * j), w3 = vld1q_s8(w + 192 + 16 * j);
                for (int r = 0; r < rows; r++) {
                    const int32x4_t words = vreinterpretq_s32_s8(four[r]);
                    const int8x16_t x0 = vreinterpretq_s8_s32(vdupq_laneq_s32(words, 0)), x1 = vreinterpretq_s8_s32(vdupq_laneq_s32(words, 1));
                    const int8x16_t x2 = vreinterpretq_s8_s32(vdupq_laneq_s32(words, 2)), x3 = vreinterpretq_s8_s32(vdupq_laneq_s32(words, 3));
                    int16x8_t low = vmull_s8(vget_low_s8(w0), vget_low_s8(x0)), high = vmull_high_s8(w0, x0);
                    low = vmlal_s8(low, vget_low_s8(w1), vget_low_s8(x1)), high = vmlal_high_s8(high, w1, x1);
                    low = vmlal_s8(low, vget_low_s8(w2), vget_low_s8(x2)), high = vmlal_high_s8(high, w2, x2);
                    low = vmlal_s8(low, vget_low_s8(w3), vget_low_s8(x3)), high = vmlal_high_s8(high, w3, x3);
                    pairs[r][2 * j] = vpadalq_s16(pairs[r][2 * j], low);
                    pairs[r][2 * j + 1] = vpadalq_s16(pairs[r][2 * j + 1], high);
                }
            }
        }
        for (; left > 0; left--, at += 4, w += 64) {
            for (int r = 0; r < rows; r++) {
                const int32x4_t words = vreinterpretq_s32_s8(signed_bytes(at + r * inputs, is_signed));
                const int8x16_t one = vreinterpretq_s8_s32(vdupq_laneq_s32(words, 0));
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
            if (!is_signed) start = vaddq_s32(start, vld1q_s32(p->correction + column + 4 * j));
            for (int r = 0; r < rows; r++) sums[r][j] = start;
        }
        tile_sums(x, p->inputs, p->weight + column * groups * 4, rows, is_signed, sums);
        float32x4_t factor[4];
        factors(p->shift + column, factor);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < 4; j++) sums[r][j] = rounded(sums[r][j], factor[j]);
            store(out + r * p->columns + column, narrowed(sums[r]), p->columns - column);
        }
    }
}

INLINE void product_neon(const struct product *p, const uint8_t *x, int rows, const int is_signed, int8_t *out)
{
    int row = 0;
    for (; row + ROWS_AT_ONCE <= rows; row += ROWS_AT_ONCE) {
        product_rows(p, x + row * p->inputs, ROWS_AT_ONCE, is_signed, out + row * p->columns);
    }
    for (; row < rows; row++) product_rows(p, x + row * p->inputs, 1, is_signed, out + row * p->columns);
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
            for (int j = 0; j < 4; j++) sums[j] = vdupq_n_s32(0);
            for (int i = g->begin[row]; i < g->begin[row + 1]; i++) {
                const uint8x16_t bytes = vld1q_u8(x + g->source[i] * columns + column);
                const int8x16_t s = vreinterpretq_s8_u8(bytes);
                const int16x8_t low = is_signed ? vmovl_s8(vget_low_s8(s)) : vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(bytes)));
                const int16x8_t high = is_signed ? vmovl_high_s8(s) : vreinterpretq_s16_u16(vmovl_high_u8(bytes));
                const int16_t coefficient = g->coefficient[i];
                sums[0] = vmlal_n_s16(sums[0], vget_low_s16(low), coefficient);
                sums[1] = vmlal_high_n_s16(sums[1], low, coefficient);
                sums[2] = vmlal_n_s16(sums[2], vget_low_s16(high), coefficient);
                sums[3] = vmlal_high_n_s16(sums[3], high, coefficient);
            }
            for (int j = 0; j < 4; j++) sums[j] = rounded(sums[j], factor);
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

/* Sums of 16 bits and of their squares, 16 elements at a time: four squares below 2^28 fit into 32 bits. */
INLINE void add_moments(int16x8_t a, int16x8_t b, int32x4_t *sum, int64x2_t *squares)
{
    *sum = vpadalq_s16(vpadalq_s16(*sum, a), b);
    int32x4_t four = vmull_s16(vget_low_s16(a), vget_low_s16(a));
    four = vmlal_high_s16(four, a, a);
    four = vmlal_s16(four, vget_low_s16(b), vget_low_s16(b));
    four = vmlal_high_s16(four, b, b);
    *squares = vpadalq_s32(*squares, four);
}

#define HAVE_WINDOW
KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    int32x4_t sum = vdupq_n_s32(0);
    int64x2_t squares = vdupq_n_s64(0);
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const int8x16_t bytes = vld1q_s8(push + i);
        int16x8_t a = vmovl_s8(vget_low_s8(bytes)), b = vmovl_high_s8(bytes);
        if (held) {
            a = vaddq_s16(a, vld1q_s16(held + i));
            b = vaddq_s16(b, vld1q_s16(held + i + 8));
        }
        if (bias) {
            a = vaddq_s16(a, vld1q_s16(bias + i));
            b = vaddq_s16(b, vld1q_s16(bias + i + 8));
        }
        vst1q_s16(y + i, a);
        vst1q_s16(y + i + 8, b);
        add_moments(a, b, &sum, &squares);
    }
    struct moments m = {vaddlvq_s32(sum), vaddvq_s64(squares)};
    for (; i < n; i++) {
        y[i] = (int16_t)(push[i] + (held ? held[i] : 0) + (bias ? bias[i] : 0));
        m.sum += y[i];
        m.squares += y[i] * y[i];
    }
    return m;
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    int32x4_t sum = vdupq_n_s32(0);
    int64x2_t squares = vdupq_n_s64(0);
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const int8x16_t bytes = vld1q_s8(x + i);
        add_moments(vmovl_s8(vget_low_s8(bytes)), vmovl_high_s8(bytes), &sum, &squares);
    }
    struct moments m = {vaddlvq_s32(sum), vaddvq_s64(squares)};
    for (; i < n; i++) {
        m.sum += x[i];
        m.squares += x[i] * x[i];
    }
    return m;
}

#define HAVE_ADVANCE_8
KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const int8x16_t in = vld1q_s8(push + i), old = vld1q_s8(oldest + i);
        vst1q_s16(sum + i, vaddq_s16(vld1q_s16(sum + i), vsubl_s8(vget_low_s8(in), vget_low_s8(old))));
        vst1q_s16(sum + i + 8, vaddq_s16(vld1q_s16(sum + i + 8), vsubl_high_s8(in, old)));
    }
    for (; i < n; i++) sum[i] = (int16_t)(sum[i] + push[i] - oldest[i]);
}

INLINE void floats(int16x8_t x, float32x4_t made[2])
{
    made[0] = vcvtq_f32_s32(vmovl_s16(vget_low_s16(x)));
    made[1] = vcvtq_f32_s32(vmovl_high_s16(x));
}

/* N(y) of eight elements. */
INLINE void norm_eight(const struct norm *a, const float32x4_t y[2], int i, float32x4_t made[2])
{
    float32x4_t gamma[2], beta[2];
    floats(vld1q_s16(a->gamma + i), gamma);
    floats(vld1q_s16(a->beta + i), beta);
    for (int k = 0; k < 2; k++) {
        const float32x4_t unit = vmulq_n_f32(vsubq_f32(y[k], vdupq_n_f32(a->mean)), a->inverse);
        const float32x4_t scaled = vmulq_f32(unit, vmulq_n_f32(gamma[k], a->gamma_scale));
        made[k] = vaddq_f32(scaled, vmulq_n_f32(beta[k], a->beta_scale));
    }
}

enum residual { NONE, SIGNED, UNSIGNED, NORMED };

INLINE uint8_t activated_one(const struct norm *a, int16_t y, const struct norm *b, const enum residual kind, const void *residual,
                             float residual_scale, int i, float scale)
{
    const float unit = ((float)y - a->mean) * a->inverse;
    const float scaled = unit * ((float)a->gamma[i] * a->gamma_scale);
    float total = scaled + (float)a->beta[i] * a->beta_scale;
    total = total > 0.0f ? total : 0.0f;
    if (kind == SIGNED) total += (float)((const int8_t *)residual)[i] * residual_scale;
    if (kind == UNSIGNED) total += (float)((const uint8_t *)residual)[i] * residual_scale;
    if (kind == NORMED) {
        const float other = ((float)((const int8_t *)residual)[i] - b->mean) * b->inverse;
        const float weighed = other * ((float)b->gamma[i] * b->gamma_scale);
        total += weighed + (float)b->beta[i] * b->beta_scale;
    }
    return (uint8_t)quantised(total * scale, 0.0f, 255.0f);
}

INLINE void activate_neon(const struct norm *a, const int16_t *y, const struct norm *b, const enum residual kind, const void *residual,
                          float residual_scale, int n, float scale, uint8_t *out)
{
    const struct norm first = *a, second = *b;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        float32x4_t values[2], total[2], rest[2];
        floats(vld1q_s16(y + i), values);
        norm_eight(&first, values, i, total);
        if (kind == UNSIGNED) {
            floats(vreinterpretq_s16_u16(vmovl_u8(vld1_u8((const uint8_t *)residual + i))), rest);
        } else if (kind != NONE) {
            floats(vmovl_s8(vld1_s8((const int8_t *)residual + i)), rest);
        }
        if (kind == NORMED) norm_eight(&second, rest, i, rest);
        int32x4_t integers[2];
        for (int k = 0; k < 2; k++) {
            total[k] = vmaxq_f32(total[k], vdupq_n_f32(0.0f));
            if (kind == SIGNED || kind == UNSIGNED) rest[k] = vmulq_n_f32(rest[k], residual_scale);
            if (kind != NONE) total[k] = vaddq_f32(total[k], rest[k]);
            integers[k] = vcvtnq_s32_f32(vmulq_n_f32(total[k], scale));
        }
        vst1_u8(out + i, vqmovun_s16(vqmovn_high_s32(vqmovn_s32(integers[0]), integers[1])));
    }
    for (; i < n; i++) out[i] = activated_one(&first, y[i], &second, kind, residual, residual_scale, i, scale);
}

#define HAVE_ACTIVATE_NORM
KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    activate_neon(a, y, a, NONE, NULL, 0.0f, n, scale, out);
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale, int n,
                               float scale, uint8_t *out)
{
    activate_neon(a, y, a, SIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    activate_neon(a, y, a, UNSIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual, int n,
                               float scale, uint8_t *out)
{
    activate_neon(a, y, b, NORMED, residual, 0.0f, n, scale, out);
}
#endif
