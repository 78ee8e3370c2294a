/* ---- Kernel "portable": what no other kernel has defined --------------------------------------------------------- */

#if !defined(HAVE_PRODUCT_8) || !defined(HAVE_PRODUCT_16) || !defined(HAVE_HEAD)
/* The sums of one row and tile of 16 columns, bias included. */
#define DEFINE_TILE_SUMS(name, element)                                                                     \
    KERNEL void name(const struct product *p, int tile, const element *x, int32_t sums[16])                 \
    {                                                                                                       \
        const int8_t *w = p->weight + tile * ((p->inputs + 3) / 4) * 64;                                    \
        for (int j = 0; j < 16; j++) {                                                                      \
            sums[j] = p->bias[16 * tile + j];                                                               \
        }                                                                                                   \
        for (int left = p->inputs; left > 0; left -= 4, x += 4, w += 64) {                                  \
            const int32_t x0 = x[0], x1 = left > 1 ? x[1] : 0, x2 = left > 2 ? x[2] : 0, x3 = left > 3 ? x[3] : 0; \
            for (int j = 0; j < 16; j++) {                                                                  \
                sums[j] += x0 * w[4 * j] + x1 * w[4 * j + 1] + x2 * w[4 * j + 2] + x3 * w[4 * j + 3];       \
            }                                                                                               \
        }                                                                                                   \
    }
#endif

#if !defined(HAVE_PRODUCT_8)
DEFINE_TILE_SUMS(tile_sums_int8, int8_t)
DEFINE_TILE_SUMS(tile_sums_uint8, uint8_t)

KERNEL void put_tile(const struct product *p, int tile, const int32_t sums[16], int8_t *out)
{
    for (int j = 0, column = 16 * tile; j < 16 && column < p->columns; j++, column++) {
        out[column] = rescaled(sums[j], p->shift[column]);
    }
}

KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    int32_t sums[16];
    for (int row = 0; row < rows; row++, x += p->inputs, out += p->columns) {
        for (int tile = 0; 16 * tile < p->columns; tile++) {
            tile_sums_int8(p, tile, x, sums);
            put_tile(p, tile, sums, out);
        }
    }
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    int32_t sums[16];
    for (int row = 0; row < rows; row++, x += p->inputs, out += p->columns) {
        for (int tile = 0; 16 * tile < p->columns; tile++) {
            tile_sums_uint8(p, tile, x, sums);
            put_tile(p, tile, sums, out);
        }
    }
}
#endif

#if !defined(HAVE_PRODUCT_16)
DEFINE_TILE_SUMS(tile_sums_int16, int16_t)

/* These sums may take more than the 24 bits of a float: it rounds them, as the model does. */
KERNEL void product_int16(const struct product *p, const int16_t *x, int rows, int8_t *out)
{
    int32_t sums[16];
    for (int row = 0; row < rows; row++, x += p->inputs, out += p->columns) {
        for (int tile = 0; 16 * tile < p->columns; tile++) {
            tile_sums_int16(p, tile, x, sums);
            for (int j = 0, column = 16 * tile; j < 16 && column < p->columns; j++, column++) {
                out[column] = (int8_t)quantised((float)sums[j] * power_of_two(-p->shift[column]), -128.0f, 127.0f);
            }
        }
    }
}
#endif

#if !defined(HAVE_GRAPH_PRODUCT_8)
/* Row r of the graph product: one term, or several summed in 64 columns at a time. */
#define DEFINE_GRAPH_PRODUCT(name, element)                                                             \
    KERNEL void name(const struct graph *g, const element *x, int columns, int8_t *out)                 \
    {                                                                                                   \
        int32_t sums[64];                                                                               \
        for (int r = 0; r < g->rows; r++) {                                                             \
            for (int begin = 0; begin < columns; begin += 64) {                                         \
                const int n = columns - begin < 64 ? columns - begin : 64;                              \
                memset(sums, 0, sizeof sums);                                                           \
                for (int i = g->begin[r]; i < g->begin[r + 1]; i++) {                                   \
                    const element *from = x + g->source[i] * columns + begin;                           \
                    for (int c = 0; c < n; c++) {                                                       \
                        sums[c] += g->coefficient[i] * from[c];                                         \
                    }                                                                                   \
                }                                                                                       \
                for (int c = 0; c < n; c++) {                                                           \
                    out[r * columns + begin + c] = rescaled(sums[c], g->shift);                         \
                }                                                                                       \
            }                                                                                           \
        }                                                                                               \
    }
DEFINE_GRAPH_PRODUCT(graph_product_int8, int8_t)
DEFINE_GRAPH_PRODUCT(graph_product_uint8, uint8_t)
#endif

#if !defined(HAVE_WINDOW)
KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    struct moments sums = {0, 0};
    for (int i = 0; i < n; i++) {
        const int32_t value = push[i] + (held ? held[i] : 0) + (bias ? bias[i] : 0);
        y[i] = (int16_t)value;
        sums.sum += value;
        sums.squares += value * value;
    }
    return sums;
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    struct moments sums = {0, 0};
    for (int i = 0; i < n; i++) {
        sums.sum += x[i];
        sums.squares += x[i] * x[i];
    }
    return sums;
}
#endif

#if !defined(HAVE_ACTIVATE_NORM)
KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = activated(norm_at(a, y[i], i), 0.0f, scale);
    }
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = activated(norm_at(a, y[i], i), (float)residual[i] * residual_scale, scale);
    }
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = activated(norm_at(a, y[i], i), (float)residual[i] * residual_scale, scale);
    }
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = activated(norm_at(a, y[i], i), norm_at(b, residual[i], i), scale);
    }
}
#endif

#if !defined(HAVE_ADVANCE_8)
KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    for (int i = 0; i < n; i++) {
        sum[i] = (int16_t)(sum[i] + push[i] - oldest[i]);
    }
}
#endif

#if !defined(HAVE_HEAD)
KERNEL void head(const struct product *p, const uint8_t *x, int rows, float *logits)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        int32_t sums[16];
        for (int j = 0; j < 16; j++) {
            sums[j] = p->bias[16 * tile + j];
        }
        for (int c = 0; c < p->inputs; c++) {
            const int8_t *w = p->weight + ((tile * groups + c / 4) * 64 + c % 4);
            int32_t total = 0;
            for (int v = 0; v < rows; v++) {
                total += x[v * p->inputs + c];
            }
            for (int j = 0; j < 16; j++) {
                sums[j] += total * w[4 * j];
            }
        }
        for (int j = 0, k = 16 * tile; j < 16 && k < p->columns; j++, k++) {
            logits[k] = (float)sums[j] * power_of_two(-p->shift[k]);
        }
    }
}
#endif
