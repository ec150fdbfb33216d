--------------------------- MODULE ErrDomainOfSet ---------------------------
(* DOMAIN of a set.                                                        *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  DOMAIN {1} \* refused: DOMAIN
=============================================================================
