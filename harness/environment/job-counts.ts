/** The jobs of one type on one wiki. */
export interface JobCount {
  readonly wiki: string;
  readonly type: string;
  readonly waiting: number;
  /** A runner has it, or had it and failed. */
  readonly claimed: number;
  /** Failed so often that it is not tried again. */
  readonly abandoned: number;
}

/** After so many attempts a job is left (`$wgJobTypeConf`, `maxTries` of JobQueue). */
const mostAttempts = 3;

/** Asks all wikis at once; a line each for what `readJobCounts` reads. */
export function jobQuery(dbnames: readonly string[]): string {
  return dbnames
    .map(
      (dbname) => `(SELECT '${dbname}', job_cmd, SUM(job_token = ''),
  SUM(job_token <> '' AND job_attempts < ${mostAttempts}), SUM(job_token <> '' AND job_attempts >= ${mostAttempts})
  FROM \`${dbname}\`.job GROUP BY job_cmd)`,
    )
    .join(' UNION ALL ')
    .concat(' ORDER BY 1, 2;\n');
}

/** Reads the client's lines with tabs. */
export function readJobCounts(lines: string): readonly JobCount[] {
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [wiki = '', type = '', waiting, claimed, abandoned] = line.split('\t');
      return { wiki, type, waiting: Number(waiting), claimed: Number(claimed), abandoned: Number(abandoned) };
    });
}
