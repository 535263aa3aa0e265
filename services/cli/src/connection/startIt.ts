/** What to do where no Gimbal runs: the same words in every failure. */
export const START_IT = 'Start Gimbal with npm start.';
