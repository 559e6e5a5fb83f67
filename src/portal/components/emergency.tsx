import type { VNode } from 'preact';
import { paths } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { Button } from './button.tsx';

/** Above every page of somebody who is open to the reader only because of an emergency, with the way to end it. */
export function EmergencyBanner(props: { personId: string; emergency: { id: string; until: Date }; today: string; csrf: string }): VNode {
  return (
    <section class="app-emergency" aria-label="Emergency access">
      <p>
        <b>Emergency access until {showInstant(props.emergency.until.toISOString(), props.today)}.</b> Each page you open is marked in this person’s log and will be judged by somebody else.
      </p>
      <form action={paths.endEmergency(props.personId)} method="post">
        <input type="hidden" name="csrf" value={props.csrf} />
        <input type="hidden" name="id" value={props.emergency.id} />
        <Button variant="secondary" small>
          End it now
        </Button>
      </form>
    </section>
  );
}
