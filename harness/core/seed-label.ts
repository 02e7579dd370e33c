/** The label of a seed's image that says of which track image it was made: the digest of that image. */
export const seedOfLabel = 'gm1.seed-of';
