# rtstgcn_model(TARGET NAME.c): a static library of one model that `rtstgcn-edge export --target c` wrote; NAME.h lies beside it.
# What links to TARGET finds the header. The kernel follows from the processor's flags of the toolchain (-mcpu, -march).
function(rtstgcn_model target source)
  get_filename_component(source "${source}" ABSOLUTE)
  if(NOT EXISTS "${source}")
    message(FATAL_ERROR "rtstgcn_model: no ${source}; write it with: rtstgcn-edge export CHECKPOINT NAME.c --target c")
  endif()
  get_filename_component(folder "${source}" DIRECTORY)
  add_library(${target} STATIC "${source}")
  target_include_directories(${target} PUBLIC "${folder}")
  set_target_properties(${target} PROPERTIES C_STANDARD 99 C_STANDARD_REQUIRED ON)
  # Equal bits everywhere: never a fused multiply-add, never reassociated.
  target_compile_options(${target} PRIVATE -O3 -ffp-contract=off -fno-fast-math)
  target_link_libraries(${target} PUBLIC m)
endfunction()
