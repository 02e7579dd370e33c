import fc from 'fast-check';

/**
 * Property tests draw the same examples each time, so that a red test is of the change that it ran on; another
 * `GM1_TEST_SEED` lets them draw others.
 */
fc.configureGlobal({ seed: Number(process.env.GM1_TEST_SEED ?? 20_261_128) });
