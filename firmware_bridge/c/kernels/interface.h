/* ---- What a kernel computes ---------------------------------------------------------------------------------------
 *
 * The functions that take nearly all of the time are written once for each instruction set. A kernel defines any of
 * those below and says so by the macro named with them; portable.c, which comes last, defines what is left. Whatever is
 * defined gives the same bits:
 *
 *   q(x, low, high)   rint(x), halves to even, limited to [low, high] (limiting first gives the same)
 *   float             one IEEE single operation at a time, never a fused multiply-add, never reordered; a factor 2^n
 *                     may be moved, since it is exact; sums of integers may be in any order
 *
 * Matrices are rows without gaps, x[row * columns + column]. An array of the state begins at a multiple of 8 bytes (16
 * where the state does), its rows only if the columns allow, and at least 64 bytes of the state follow it: a kernel may read past the end of an
 * array of the state, never of a constant, and writes what it is asked for, no byte more.
 */
#define KERNEL static MAYBE_UNUSED

/* Weights stand in tiles of 16 columns, inputs in groups of 4, both filled up with zeros:
 *
 *   weight[((column / 16 * groups + input / 4) * 16 + column % 16) * 4 + input % 4]      groups = ceil(inputs / 4)
 *
 * so 64 bytes are 4 inputs of 16 columns and 32 bits are 4 inputs of one. The arrays of one element a column are filled
 * up to whole tiles too. |weight| <= 63 for 8-bit x; |sum + bias| stays below 2^24 for 8-bit x, 2^31 for 16-bit x.
 */
struct product {
    const int8_t *weight;      /* aligned to 64 bytes */
    const int32_t *bias;       /* zeros where the model has none */
    const int32_t *correction; /* 128 * sum of a column's weights: signed x is unsigned x ^ 0x80 less 128 */
    const int8_t *shift;       /* -8 .. 30, of 16-bit x -8 .. 33 */
    int inputs;
    int columns;
};

/* HAVE_PRODUCT_8:  KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out);
 *                  KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out);
 * HAVE_PRODUCT_16: KERNEL void product_int16(const struct product *p, const int16_t *x, int rows, int8_t *out);
 *
 *   out[row][column] = q(float(sum over inputs of x[row][input] weight[input][column] + bias[column])
 *                        * 2^-shift[column], -128, 127)
 */

/* A sparse matrix over joints: row r = joint * partitions + partition is the sum over begin[r] <= i < begin[r + 1] of
 * coefficient[i] * x[source[i]]. Most rows have one term, some none, few more.
 */
struct graph {
    const uint16_t *begin;
    const uint8_t *source;
    const int8_t *coefficient;
    int rows;  /* joints * partitions */
    int shift; /* -8 .. 30 */
};

/* HAVE_GRAPH_PRODUCT_8:
 *
 *   KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out);
 *   KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out);
 *
 *   out[r][column] = q(float(sum over i of coefficient[i] * x[source[i]][column]) * 2^-shift, -128, 127)
 *
 * |sum| < 2^24. (Read as rows of partitions * columns, out is the x of a product.)
 */

/* The sums that a LayerNorm needs of y. */
struct moments {
    int64_t sum;
    int64_t squares;
};

/* HAVE_WINDOW: KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n,
 *                                           int16_t *y);
 *
 *   y[i] = push[i] + held[i] + bias[i], held and bias each NULL for none; |y| <= WINDOW_LIMIT and n < 2^17 are known, but
 *   partial sums may be larger: they may wrap around (add as unsigned).
 *
 *               KERNEL struct moments moments_int8(const int8_t *x, int n);
 */
#define WINDOW_LIMIT 16383

/* A LayerNorm whose statistics are known; gamma and beta are the model's integers. */
struct norm {
    const int16_t *gamma;
    const int16_t *beta;
    float gamma_scale; /* 2^-gamma_exponent */
    float beta_scale;
    float mean;
    float inverse;
};

/*   N(y)[i] = ((float(y[i]) - mean) * inverse) * (gamma[i] * gamma_scale) + beta[i] * beta_scale
 *
 * HAVE_ACTIVATE_NORM: the outer relu of a layer and what is added before it, n elements of uint8:
 *
 *   KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out);
 *   KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual,
 *                                  float residual_scale, int n, float scale, uint8_t *out);
 *   KERNEL void activate_norm_uint8(same, with const uint8_t *residual)
 *   KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b,
 *                                  const int8_t *residual, int n, float scale, uint8_t *out);
 *
 *   out[i] = q((max(N(y)[i], 0) + R[i]) * scale, 0, 255)
 *
 *   R: nothing; float(residual[i]) * residual_scale; N_b(residual)[i]. scale and residual_scale are powers of two.
 */

/* HAVE_ADVANCE_8: KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n);
 *
 *   sum[i] += push[i] - oldest[i]
 */

/* HAVE_HEAD: KERNEL void head(const struct product *p, const uint8_t *x, int rows, float *logits);
 *
 *   logits[k] = float(sum over c of (sum over rows of x[row][c]) weight[c][k] + bias[k]) * 2^-shift[k]
 *
 * The sum stays below 2^31, rows below 129. shift is not limited here but to -100 .. 100; correction is NULL.
 */

/* ---- Helpers of all kernels -------------------------------------------------------------------------------------- */

/* 2^n, -126 <= n <= 127. */
KERNEL float power_of_two(int n)
{
    const uint32_t bits = (uint32_t)(n + 127) << 23;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* q(x, low, high) for integers low and high, -2^22 <= low <= high <= 2^22. Adding and taking away 1.5 * 2^23 leaves no
 * room for a fraction, so the processor rounds, halves to even. */
KERNEL int32_t quantised(float x, float low, float high)
{
    const float limited = x > low ? (x < high ? x : high) : low;
    return (int32_t)((limited + 12582912.0f) - 12582912.0f);
}

/* q(float(x) * 2^-shift, -128, 127) in integers: |x| < 2^24, -8 <= shift <= 30. */
KERNEL int8_t rescaled(int32_t x, int shift)
{
    if (shift > 0) {
        x = (x + ((1 << (shift - 1)) - 1) + ((x >> shift) & 1)) >> shift;
    }
    x = x < -128 ? -128 : x > 127 ? 127 : x;
    if (shift < 0) {
        x *= 1 << -shift;
        x = x < -128 ? -128 : x > 127 ? 127 : x;
    }
    return (int8_t)x;
}

/* N(y) of one element. */
INLINE float norm_at(const struct norm *a, int32_t y, int i)
{
    const float unit = ((float)y - a->mean) * a->inverse;
    const float scaled = unit * ((float)a->gamma[i] * a->gamma_scale);
    return scaled + (float)a->beta[i] * a->beta_scale;
}

/* q((max(x, 0) + residual) * scale, 0, 255). */
INLINE uint8_t activated(float x, float residual, float scale)
{
    return (uint8_t)quantised(((x > 0.0f ? x : 0.0f) + residual) * scale, 0.0f, 255.0f);
}
