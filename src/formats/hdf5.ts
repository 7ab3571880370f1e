import { defineFormat } from "./_format.ts";
import { hdf5Tree, isHdf5 } from "./_hdf5.ts";
import { withOptimizerApart } from "./_keras.ts";

/** Groups as dictionaries and datasets as arrays: Keras's .weights.h5 and its older .h5, and whatever h5py wrote. */
export default defineFormat({
  name: "hdf5",
  title: "HDF5 (.h5)",
  specification: "https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html",
  recognises: (source) => isHdf5(source.read(0, Math.min(8, source.byteLength))),
  read: (source) => {
    const { path, stamp, byteLength } = source;
    return withOptimizerApart(hdf5Tree(source.read(0, byteLength), { path, stamp, offset: 0, byteLength }, path));
  },
});
