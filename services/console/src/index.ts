export { type ConsoleOptions, type RunningConsole, startConsole } from './console.service.js';
export { CONSOLE_ROUTES, type ConsoleRoute } from './inbound/routes.js';
export type { ConsoleServices } from './outbound/serviceClients.js';
