import type { ComponentChildren, VNode } from 'preact';

export interface ButtonProps {
  variant?: 'secondary' | 'reverse' | 'warning' | 'login';
  small?: boolean;
  /** A link that looks like a button, for starting something that is a page of its own. */
  href?: string;
  type?: 'submit' | 'button';
  name?: string;
  value?: string;
  id?: string;
  class?: string;
  hidden?: boolean;
  children: ComponentChildren;
}

/** nhsuk-frontend button: a real `<button>`, or a link when it has somewhere to go. */
export function Button(props: ButtonProps): VNode {
  const { variant, small, href, type = 'submit', name, value, id, hidden } = props;
  const classes =
    `nhsuk-button${variant === undefined ? '' : ` nhsuk-button--${variant}`}${small === true ? ' nhsuk-button--small' : ''}` +
    (props.class === undefined ? '' : ` ${props.class}`);
  if (href !== undefined) {
    return (
      <a class={classes} data-module="nhsuk-button" href={href} role="button" draggable={false} id={id}>
        {props.children}
      </a>
    );
  }
  return (
    <button class={classes} data-module="nhsuk-button" type={type} name={name} value={value} id={id} hidden={hidden}>
      {props.children}
    </button>
  );
}
