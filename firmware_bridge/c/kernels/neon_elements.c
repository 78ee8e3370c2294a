/* ---- Kernels "neon" and "neon-dot", what they do element by element ---------------------------------------------- */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon || RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon_dot

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
    for (; i < n; i++) {
        sum[i] = (int16_t)(sum[i] + push[i] - oldest[i]);
    }
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

INLINE void activate_neon(const struct norm *a, const int16_t *y, const struct norm *b, const enum residual kind,
                          const void *residual, float residual_scale, int n, float scale, uint8_t *out)
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
        if (kind == NORMED) {
            norm_eight(&second, rest, i, rest);
        }
        int32x4_t integers[2];
        for (int k = 0; k < 2; k++) {
            total[k] = vmaxq_f32(total[k], vdupq_n_f32(0.0f));
            if (kind == SIGNED || kind == UNSIGNED) {
                rest[k] = vmulq_n_f32(rest[k], residual_scale);
            }
            if (kind != NONE) {
                total[k] = vaddq_f32(total[k], rest[k]);
            }
            integers[k] = vcvtnq_s32_f32(vmulq_n_f32(total[k], scale));
        }
        vst1_u8(out + i, vqmovun_s16(vqmovn_high_s32(vqmovn_s32(integers[0]), integers[1])));
    }
    for (; i < n; i++) {
        float one = 0.0f;
        if (kind == SIGNED) {
            one = (float)((const int8_t *)residual)[i] * residual_scale;
        }
        if (kind == UNSIGNED) {
            one = (float)((const uint8_t *)residual)[i] * residual_scale;
        }
        if (kind == NORMED) {
            one = norm_at(&second, ((const int8_t *)residual)[i], i);
        }
        out[i] = activated(norm_at(&first, y[i], i), one, scale);
    }
}

#define HAVE_ACTIVATE_NORM
KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    activate_neon(a, y, a, NONE, NULL, 0.0f, n, scale, out);
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    activate_neon(a, y, a, SIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    activate_neon(a, y, a, UNSIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    activate_neon(a, y, b, NORMED, residual, 0.0f, n, scale, out);
}
#endif
