CREATE TABLE staff_delegation (
    id uuid NOT NULL,
    from_user text NOT NULL,
    to_user text NOT NULL,
    "from" timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    reason text NOT NULL,
    made_by text NOT NULL,
    CONSTRAINT "pk_staff_delegation" PRIMARY KEY (id)
);

CREATE INDEX ix_staff_delegation_to ON staff_delegation (to_user);

CREATE TABLE duty_shift (
    id uuid NOT NULL,
    department text NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    "from" timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    added_by text NOT NULL,
    CONSTRAINT "pk_duty_shift" PRIMARY KEY (id)
);

CREATE INDEX ix_duty_shift_department ON duty_shift (department, until);
