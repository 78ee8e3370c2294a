/* All functions of a kernel, so that two kernels can be held against each other in one program. */
struct kernel_table {
    const char *name;
    void (*product_int8)(const struct product *, const int8_t *, int, int8_t *);
    void (*product_uint8)(const struct product *, const uint8_t *, int, int8_t *);
    void (*product_int16)(const struct product *, const int16_t *, int, int8_t *);
    void (*graph_product_int8)(const struct graph *, const int8_t *, int, int8_t *);
    void (*graph_product_uint8)(const struct graph *, const uint8_t *, int, int8_t *);
    struct moments (*window)(const int8_t *, const int16_t *, const int16_t *, int, int16_t *);
    struct moments (*moments_int8)(const int8_t *, int);
    void (*activate_norm)(const struct norm *, const int16_t *, int, float, uint8_t *);
    void (*activate_norm_int8)(const struct norm *, const int16_t *, const int8_t *, float, int, float, uint8_t *);
    void (*activate_norm_uint8)(const struct norm *, const int16_t *, const uint8_t *, float, int, float, uint8_t *);
    void (*activate_norm_norm)(const struct norm *, const int16_t *, const struct norm *, const int8_t *, int, float,
                               uint8_t *);
    void (*advance_int8_int16)(int16_t *, const int8_t *, const int8_t *, int);
    void (*head)(const struct product *, const uint8_t *, int, float *);
};

extern const struct kernel_table portable_table, fast_table;
