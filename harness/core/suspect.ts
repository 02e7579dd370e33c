/** A file of a finding's trace that differs between the two builds, and what brought the difference. */
export interface Suspect {
  /** In the staging directory of next, without `php-<version>/`. */
  readonly file: string;
  readonly change: 'changed' | 'added' | 'removed';
  /** The repository or package that the file belongs to. */
  readonly repo: string;
  /** Its commit or package version in train and in next; absent where it was not there. */
  readonly from?: string;
  readonly to?: string;
  /** Patches that only one of the builds has on it. */
  readonly patches: readonly string[];
  /** Those that touch the file, newest first; absent when history is not kept on this machine. */
  readonly commits?: readonly SuspectCommit[];
}

export interface SuspectCommit {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  /** When it was committed, ISO 8601. */
  readonly date: string;
}

/** What came into a repository between train and next. */
export interface RepositoryCommits {
  readonly repo: string;
  /** The commits of train and of next. */
  readonly from: string;
  readonly to: string;
  /** How many there are; `commits` may leave out the oldest. */
  readonly total: number;
  /** The newest first. */
  readonly commits: readonly SuspectCommit[];
}
