import type { Command } from 'commander';
import { decodeCommand } from './decode.ts';
import type { Output } from './output.ts';

/** `sensors`: devices in homes and what they say. */
export function sensorCommands(program: Command, output: Output): void {
  const sensors = program.command('sensors').description('devices in homes: what they say, whether they are well, where they stand');
  decodeCommand(sensors, output);
}
