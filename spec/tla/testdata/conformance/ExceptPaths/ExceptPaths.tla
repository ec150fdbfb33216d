---------------------------- MODULE ExceptPaths -----------------------------
(* Nested paths, several updates, arguments outside the domain, and what @ *)
(* stands for.                                                             *)
EXTENDS Integers, Sequences
F == <<1, 2>>
G == [x \in {1, 2} |-> <<10 * x, 11 * x>>]
R == [a |-> 1, b |-> [c |-> 2], d |-> <<7>>]
M == [x \in {1, 2}, y \in {1, 2} |-> 10 * x + y]
VARIABLES step, val
Values == <<
  [F EXCEPT ![1] = 0],
  [F EXCEPT ![1] = @ + 1, ![2] = @ * 2],
  [F EXCEPT ![1] = @ + 1, ![1] = @ * 10],
  [G EXCEPT ![1][2] = 0],
  [G EXCEPT ![1][2] = @ + 1, ![1] = <<@[2], @[1]>>],
  [G EXCEPT ![2] = [@ EXCEPT ![1] = @ + 100]],
  [G EXCEPT ![2][1] = [F EXCEPT ![1] = @ + 1][1] + @],
  [R EXCEPT !.a = @ + 1],
  [R EXCEPT !.b.c = @ + 1],
  [R EXCEPT !.b.c = 0, !.a = R.b.c],
  [R EXCEPT !["a"] = 5],
  [R EXCEPT !.d[1] = @ + R.a],
  [F EXCEPT ![9] = 0],
  [G EXCEPT ![9][1] = 0],
  [M EXCEPT ![1, 2] = 0],
  [M EXCEPT ![<<2, 1>>] = @ + 1],
  [F EXCEPT ![1] = [F EXCEPT ![2] = @]],
  [F EXCEPT ![1] = F],
  [F EXCEPT ![F[1]] = "x"],
  [F EXCEPT ![1] = LET old == @ IN old + 5],
  [F EXCEPT ![1] = {@, 7}],
  [F EXCEPT ![1] = [x \in {1} |-> @]],
  [G EXCEPT ![1] = [@ EXCEPT ![1] = @], ![2][2] = @],
  [<<1, 2>> EXCEPT ![2] = <<>>]
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
