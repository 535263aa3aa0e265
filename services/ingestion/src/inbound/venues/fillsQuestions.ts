/** Asks for the fills of an account since it was last answered: what its channel lost. */
export interface FillsQuestions {
  requests(nowMs: number): readonly string[];
  /** Hears the answers; the session asks for the pages after the first. */
  heard(text: string): void;
}
