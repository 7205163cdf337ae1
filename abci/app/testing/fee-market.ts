/** The fee market's part of an app state in which gas costs nothing: for tests that are about other things. */
export const freeGas = ({ params }: Record<string, unknown>): Record<string, unknown> => ({
  params: { ...(params as object), enabled: false, min_base_fee: "0" },
});
