-------------------------------- MODULE Let ---------------------------------
(* LET values, operators, functions; LAMBDA; operators as arguments.       *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES a, q
Map(F(_), s) == [i \in 1..Len(s) |-> F(s[i])]
Fold(Op(_, _), s, z) == LET go[i \in 0..Len(s)] == IF i = 0 THEN z ELSE Op(go[i-1], s[i]) IN go[Len(s)]
Twice(F(_), x) == F(F(x))
Init == a = 1 /\ q = <<1, 2>>
Double == LET two == 2
              D(x) == x * two
              big == a > 20
          IN /\ ~big
             /\ a' = D(a) + Twice(LAMBDA x : x + two, 1)
             /\ UNCHANGED q
MapIt == /\ Len(q) < 4
         /\ q' = Append(Map(LAMBDA v : (v * a) % 3, q), Fold(+, q, 0) % 4)
         /\ a' = IF a > 5 THEN 1 ELSE a
Sel == q' = SelectSeq(q, LAMBDA e : LET k == e + a IN k > 2) /\ UNCHANGED a
Next == Double \/ MapIt \/ Sel
=============================================================================
