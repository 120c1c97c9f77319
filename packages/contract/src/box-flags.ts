/** What a box or a thing needs to be known for on the way. Without the shapes of boxes: pages show flags in the browser. */
export const FLAGS = ['essential', 'warm', 'liquid'] as const
export type Flag = (typeof FLAGS)[number]
