-------------------------------- MODULE Seqs --------------------------------
(* Functions that equal sequences, records, strings, :> and @@.            *)
EXTENDS Integers, Sequences, TLC
VARIABLES q, r, ok
Init == q = <<>> /\ r = [name |-> "n", v |-> 0] /\ ok = TRUE
Push == /\ Len(q) < 3
        /\ q' = [i \in 1..(Len(q) + 1) |-> IF i > Len(q) THEN "e" \o ToString(i) ELSE q[i]]
        /\ ok' = (q' = Append(q, "e" \o ToString(Len(q) + 1)))
        /\ UNCHANGED r
Pop == q # <<>> /\ q' = Tail(q) /\ ok' = (Head(q) \o "" = q[1] /\ q \o <<>> = q) /\ r' = [r EXCEPT !.v = Len(q)]
Mix == LET f == 1 :> "one" @@ 2 :> "two" @@ 1 :> "eins"
       IN /\ ok' = (f = <<"one", "two">> /\ DOMAIN f = 1..2 /\ [v |-> 1, name |-> "n"] = ("name" :> "n" @@ "v" :> 1))
          /\ q' = SubSeq(f, 2, 2) /\ UNCHANGED r
Odd == r.v = 2 /\ r' = "zero" :> r @@ "five" :> <<>> /\ UNCHANGED <<q, ok>>
Back == "five" \in DOMAIN r /\ r' = r["zero"] /\ UNCHANGED <<q, ok>>
Next2 == \/ "v" \in DOMAIN r /\ (Push \/ Pop \/ Mix)
         \/ "v" \in DOMAIN r /\ Odd
         \/ Back
=============================================================================
