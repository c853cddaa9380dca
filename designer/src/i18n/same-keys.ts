/** The shape of a resource file with every sentence free: `en` files are typed by it, so a missing key is a compile error. */
export type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> }
