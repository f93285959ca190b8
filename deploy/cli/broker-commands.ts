// A file of its own, since the build rewrites the name of a lib in static imports only.
export { deadLettersCommand, topicsCommand } from '@paperboy/messaging';
