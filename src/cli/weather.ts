import { Option, type Command } from 'commander';
import type { BroughtWeather } from '../radar/index.ts';
import { plural, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

/** `weather`: bring in forecasts, what was measured, and Weather-Health Alerts. */
export function weatherCommands(program: Command, output: Output, finish: (status: number) => void): void {
  const weather = program.command('weather').description('weather outside: forecasts, what was measured, Weather-Health Alerts');
  weather
    .command('import')
    .argument('<files...>', 'answers of Open-Meteo, Met Office DataHub or UKHSA as they were received, or Met Office station files')
    .addOption(new Option('--hazard <which>', 'what alerts are about, where the file does not say').choices(['cold', 'heat']))
    .option('--json', 'print what became of each file as JSON')
    .description('bring in files of weather and hold the forecast against each home')
    .action(async (files: string[], options: { hazard?: 'cold' | 'heat'; json?: boolean }, command: Command) => {
      const brought = await withKith(command, async (kith) => {
        const all: BroughtWeather[] = [];
        for (const file of files) all.push(await kith.detectors.bringInWeather(file, options.hazard));
        return all;
      });
      tell(output, brought, options.json === true);
      if (brought.some((b) => b.problems.length > 0)) finish(1);
    });
  weather
    .command('fetch')
    .option('--json', 'print as JSON')
    .description("ask the area's sources now; addresses only where radar/weather.yaml says dial: true")
    .action(async (options: { json?: boolean }, command: Command) => {
      const { brought, dial } = await withKith(command, async (kith) => ({ brought: await kith.detectors.fetchWeather(), dial: kith.detectors.settings.weather?.dial === true }));
      if (!dial) output.err('Addresses were not asked: radar/weather.yaml says dial: false.');
      tell(output, brought, options.json === true);
    });
}

function tell(output: Output, brought: readonly BroughtWeather[], json: boolean): void {
  if (json) return output.out(JSON.stringify(brought, null, 2));
  if (brought.length === 0) return output.out('Nothing was brought in.');
  for (const b of brought) {
    output.out(`${b.name}: ${plural(b.read, b.kind === 'hours' ? 'hour' : b.kind === 'alerts' ? 'alert' : 'month')} new or changed${b.problems.length === 0 ? '' : `, ${plural(b.problems.length, 'part')} not as it should be`}`);
    for (const p of b.problems) output.out(`    ${p.at}: ${p.message}`);
  }
}
