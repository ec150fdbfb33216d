---------------------------- MODULE NumberSyntax ----------------------------
(* Binary, octal and hexadecimal numbers, leading zeros.                   *)
EXTENDS Integers, Sequences
VARIABLES step, val
Values == <<
  \b101 + 0,
  \B11,
  \o17,
  \O7,
  \hFF,
  \Hfe,
  007,
  0,
  {\b1, 1, \h1}
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
