/** Where the index is: a file of this machine, or a PostgreSQL database that a team shares. */
export type IndexPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'database'; readonly url: string };
