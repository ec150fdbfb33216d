------------------------------- MODULE Logic --------------------------------
(* Truth tables and quantifiers over BOOLEAN.                              *)
EXTENDS Integers, Sequences
VARIABLES step, val
Values == <<
  [p \in BOOLEAN, q \in BOOLEAN |-> p => q],
  [p \in BOOLEAN, q \in BOOLEAN |-> p <=> q],
  [p \in BOOLEAN, q \in BOOLEAN |-> p \equiv q],
  [p \in BOOLEAN, q \in BOOLEAN |-> p /\ q],
  [p \in BOOLEAN, q \in BOOLEAN |-> p \/ q],
  [p \in BOOLEAN |-> ~p],
  [p \in BOOLEAN |-> \lnot p],
  [p \in BOOLEAN |-> \neg p],
  [p \in BOOLEAN, q \in BOOLEAN |-> p # q],
  [p \in BOOLEAN, q \in BOOLEAN |-> (p \land ~q) \lor q],
  BOOLEAN,
  TRUE \in BOOLEAN,
  \A p \in BOOLEAN : p \/ ~p,
  \E p \in BOOLEAN : p /\ ~p,
  \A p, q \in BOOLEAN : (p => q) \/ (q => p),
  {<<p, q>> \in BOOLEAN \X BOOLEAN : p => q}
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
