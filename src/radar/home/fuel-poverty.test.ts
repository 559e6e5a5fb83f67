import { expect, test } from 'vitest';
import { fuelPoverty, type FuelPovertyFacts, type FuelPovertySettings } from './fuel-poverty.ts';

const settings: FuelPovertySettings = { povertyLine: 17_000, incomeFactors: { first: 0.58, other: 0.42, child: 0.2 }, fuelFactors: [0.82, 1, 1.07, 1.21, 1.32] };
const couple: FuelPovertyFacts = { epcBand: 'E', income: 18_500, requiredFuelCost: 2_100, adults: 2, children: 0 };

test('band E and £16,400 left after fuel is below a line of £17,000', () => {
  expect(fuelPoverty(couple, settings)).toMatchObject({ verdict: 'fuel-poor', residual: 16_400 });
});

test('one person: income over 0.58, fuel over 0.82', () => {
  expect(fuelPoverty({ ...couple, adults: 1, income: 11_600, requiredFuelCost: 1_640 }, settings)).toMatchObject({ verdict: 'not-fuel-poor', residual: 18_000 });
});

test('a band of C or better is not fuel poor whatever else is known', () => {
  expect(fuelPoverty({ ...couple, epcBand: 'C', income: null }, settings).verdict).toBe('not-fuel-poor');
});

test('what is not known is said, and no verdict is made of it', () => {
  expect(fuelPoverty({ ...couple, income: null }, settings)).toMatchObject({ verdict: 'not-known', missing: ['the household’s income after tax and housing costs'] });
  expect(fuelPoverty({ epcBand: null, income: null, requiredFuelCost: null, adults: null, children: null }, settings)).toMatchObject({ verdict: 'not-known', missing: expect.arrayContaining(['the EPC band', 'who lives there']) });
});
