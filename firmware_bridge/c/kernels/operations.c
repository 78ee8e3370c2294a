/* ---- Operations that take little time: the same code on every target ----------------------------------------------
 *
 * What each computes stands above it; a value's element type is an argument where it may differ.
 */
enum element { INT8, UINT8, INT16, INT32, FLOAT32 };

INLINE int32_t integer_at(enum element type, const void *x, int i)
{
    switch (type) {
    case INT8: return ((const int8_t *)x)[i];
    case UINT8: return ((const uint8_t *)x)[i];
    case INT16: return ((const int16_t *)x)[i];
    default: return ((const int32_t *)x)[i];
    }
}

INLINE float float_at(enum element type, const void *x, int i)
{
    return type == FLOAT32 ? ((const float *)x)[i] : (float)integer_at(type, x, i);
}

INLINE void put(enum element type, void *out, int i, int32_t value)
{
    switch (type) {
    case INT8: ((int8_t *)out)[i] = (int8_t)value; break;
    case UINT8: ((uint8_t *)out)[i] = (uint8_t)value; break;
    case INT16: ((int16_t *)out)[i] = (int16_t)value; break;
    default: ((int32_t *)out)[i] = value; break;
    }
}

/* out[v][c] = q(frame[c][v] * 2^exponents[c], int16). */
KERNEL void quantise_frame(const float *frame, int channels, int joints, const int8_t *exponents, int16_t *out)
{
    for (int c = 0; c < channels; c++) {
        const float scale = power_of_two(exponents[c]);
        for (int v = 0; v < joints; v++) {
            out[v * channels + c] = (int16_t)quantised(frame[c * joints + v] * scale, -32768.0f, 32767.0f);
        }
    }
}

/* out[v][c] = x[v][c] - x[joint][c]. */
KERNEL void relative_to(const int16_t *x, int rows, int columns, int joint, int32_t *out)
{
    for (int v = 0; v < rows; v++) {
        for (int c = 0; c < columns; c++) {
            out[v * columns + c] = (int32_t)x[v * columns + c] - x[joint * columns + c];
        }
    }
}

/* out[t] = float(sqrt(double(x^2 + y^2 + z^2))) of each triple. */
KERNEL void magnitudes(const int16_t *x, int triples, float *out)
{
    for (int t = 0; t < triples; t++) {
        uint32_t sum = 0; /* at most 3 * 2^30 */
        for (int axis = 0; axis < 3; axis++) {
            const int32_t value = x[3 * t + axis];
            sum += (uint32_t)(value * value);
        }
        out[t] = (float)sqrt((double)sum);
    }
}

/* out[i] = q((float(x[i]) - offset[i]) * factor[i], -limit, limit). */
KERNEL void standardised(enum element type, const void *x, const float *offset, const float *factor, int limit, int n,
                         enum element out_type, void *out)
{
    for (int i = 0; i < n; i++) {
        const float value = (float_at(type, x, i) - offset[i]) * factor[i];
        put(out_type, out, i, quantised(value, (float)-limit, (float)limit));
    }
}

/* out[i] = x[i] + held[i]: the window of a sum FIFO. */
KERNEL void window_sum(enum element type, const void *x, enum element held_type, const void *held, int n, int32_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = integer_at(type, x, i) + integer_at(held_type, held, i);
    }
}

/* out[i] = x[i] - held[i]. */
KERNEL void change(enum element type, const void *x, enum element held_type, const void *held, int n, int32_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = integer_at(type, x, i) - integer_at(held_type, held, i);
    }
}

/* out[i] = q(float(brief[i]) * a[i] - float(lasting[i]) * b[i], -limit, limit). */
KERNEL void trend(const int32_t *brief, const int32_t *lasting, const float *a, const float *b, int limit, int n,
                  int16_t *out)
{
    for (int i = 0; i < n; i++) {
        const float first = (float)brief[i] * a[i], second = (float)lasting[i] * b[i];
        out[i] = (int16_t)quantised(first - second, (float)-limit, (float)limit);
    }
}

/* out[i] = x[i]^2. */
KERNEL void squares(const int8_t *x, int n, int16_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = (int16_t)(x[i] * x[i]);
    }
}

/* out[i] = first + how many of the rising thresholds are <= x[i]. */
KERNEL void levels(const int32_t *x, const int32_t *thresholds, int count, int first, int n, int8_t *out)
{
    for (int i = 0; i < n; i++) {
        int low = 0, high = count;
        while (low < high) {
            const int middle = (low + high) / 2;
            if (thresholds[middle] <= x[i]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        out[i] = (int8_t)(first + low);
    }
}

/* Columns begin .. begin + columns of out, whose rows have `row` bytes; all in bytes. */
KERNEL void place_columns(const void *x, size_t rows, size_t columns, void *out, size_t row, size_t begin)
{
    for (size_t v = 0; v < rows; v++) {
        memcpy((char *)out + v * row + begin, (const char *)x + v * columns, columns);
    }
}

/* y[i] = x[i] + bias[i] (NULL: none) and the sums of y and y^2. */
KERNEL struct moments biased(enum element type, const void *x, const int16_t *bias, int n, int32_t *y)
{
    struct moments sums = {0, 0};
    for (int i = 0; i < n; i++) {
        y[i] = integer_at(type, x, i) + (bias ? bias[i] : 0);
        sums.sum += y[i];
        sums.squares += (int64_t)y[i] * y[i];
    }
    return sums;
}

/* The statistics of a LayerNorm over n elements, in double:
 *
 *   mean = S1 / n,  inverse = 1 / sqrt(max(S2 - S1 * mean, 0) + floor)
 */
KERNEL struct norm layer_norm(struct moments sums, int n, double floor_, const int16_t *gamma, int gamma_exponent,
                              const int16_t *beta, int beta_exponent)
{
    const double inverse_n = 1.0 / n, mean = (double)sums.sum * inverse_n;
    const volatile double square = (double)sums.sum * mean; /* volatile: rounded before it is subtracted */
    const double spread = (double)sums.squares - square;
    struct norm made = {gamma, beta, 0.0f, 0.0f, 0.0f, 0.0f};
    made.gamma_scale = power_of_two(-gamma_exponent);
    made.beta_scale = power_of_two(-beta_exponent);
    made.mean = (float)mean;
    made.inverse = (float)(1.0 / sqrt((spread > 0 ? spread : 0) + floor_));
    return made;
}

/* out[i] = N(y)[i], see struct norm. */
KERNEL void normalised(const struct norm *a, enum element type, const void *y, int n, float *out)
{
    for (int i = 0; i < n; i++) {
        const float unit = (float_at(type, y, i) - a->mean) * a->inverse;
        const float scaled = unit * ((float)a->gamma[i] * a->gamma_scale);
        out[i] = scaled + (float)a->beta[i] * a->beta_scale;
    }
}

/* out[i] = float(x[i]) * factor[i] + shift[i]: a BatchNorm with its running statistics. */
KERNEL void scaled_by(enum element type, const void *x, const float *factor, const float *shift, int n, float *out)
{
    for (int i = 0; i < n; i++) {
        const float scaled = float_at(type, x, i) * factor[i];
        out[i] = scaled + shift[i];
    }
}

/* out[i] = q((max(x[i], 0) + float(residual[i]) * residual_scale) * scale, uint8), a residual of NULL is none. */
KERNEL void activate(const float *x, enum element type, const void *residual, float residual_scale, float scale, int n,
                     uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        const float rest = residual ? float_at(type, residual, i) * residual_scale : 0.0f;
        const float total = (x[i] > 0.0f ? x[i] : 0.0f) + rest;
        out[i] = (uint8_t)quantised(total * scale, 0.0f, 255.0f);
    }
}

/* out[i] = q((x[i] + float(residual[i]) * residual_scale) * scale, int16), a residual of NULL is none. */
KERNEL void activate_linear(const float *x, enum element type, const void *residual, float residual_scale, float scale,
                            int n, int16_t *out)
{
    for (int i = 0; i < n; i++) {
        const float rest = residual ? float_at(type, residual, i) * residual_scale : 0.0f;
        out[i] = (int16_t)quantised((x[i] + rest) * scale, -32768.0f, 32767.0f);
    }
}

/* A sum FIFO takes a push in and lets the oldest go: sum[i] += push[i] - oldest[i]. */
KERNEL void advance_sum(enum element type, const void *push, const void *oldest, int n, enum element sum_type,
                        void *sum)
{
    for (int i = 0; i < n; i++) {
        const int32_t moved = integer_at(type, push, i) - integer_at(type, oldest, i);
        put(sum_type, sum, i, integer_at(sum_type, sum, i) + moved);
    }
}
