/** As many of each are shown at most; the count says how many there are, up to {@link TODAY_COUNTED}. */
export const TODAY_SHOWN = 12
export const TODAY_COUNTED = 100
