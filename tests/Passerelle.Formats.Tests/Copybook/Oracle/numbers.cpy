       01  NUMBERS-REC.
           05  CASE-NO             PIC 9(2).
           05  Z-UNSIGNED          PIC 9(7)V99.
           05  Z-TRAILING          PIC S9(7)V99.
           05  Z-LEADING           PIC S9(7)V99 SIGN IS LEADING.
           05  Z-TRAIL-SEP         PIC S9(7)V99
                                   SIGN TRAILING SEPARATE CHARACTER.
           05  Z-LEAD-SEP          PIC S9(7)V99 SIGN LEADING SEPARATE.
           05  Z-SCALED            PIC S9(4)PP.
           05  P-ODD               PIC S9(7)V99 COMP-3.
           05  P-EVEN              PIC S9(4) PACKED-DECIMAL.
           05  P-UNSIGNED          PIC 9(5) COMP-3.
           05  P-LONG              PIC S9(27)V9(4) COMP-3.
           05  P-NOSIGN            PIC 9(6) COMP-6.
           05  B-HALF              PIC S9(4) COMP.
           05  B-FULL              PIC S9(7)V99 COMP-4.
           05  B-DOUBLE            PIC S9(18) BINARY.
           05  B-NATIVE            PIC S9(9) COMP-5.
           05  B-UNSIGNED          PIC 9(4) COMP.
           05  F-SHORT             COMP-1.
           05  F-LONG              COMP-2.
           05  E-AMOUNT            PIC Z,ZZZ,ZZ9.99-.
           05  T-NAME              PIC X(8).
           05  T-RIGHT             PIC X(8) JUSTIFIED RIGHT.
