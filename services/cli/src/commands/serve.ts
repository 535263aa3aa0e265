import type { Command } from '../command.js';

export const serveCommand: Command = {
  name: 'serve',
  operands: '',
  operandCount: { min: 0, max: 0 },
  summary: 'Runs one service, or several, as the environment says; for images and clusters.',
  details: [
    'GIMBAL_TARGET names the services; deploy/docker/README.md has the table of all variables.',
    'Prints one line of JSON, {"ready":true,"addresses":{…}}, when all of them answer.',
  ],
  options: {},
  // Loaded when it is wanted: the services take a second to load, which no other command has to wait for.
  run: async (invocation) => (await import('./runServe.js')).runServe(invocation),
};
